// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?versions} of a bucket: a page of all versions and delete markers. */
final class ListVersions implements S3Operation {
  private final ObjectStore store;

  ListVersions(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    RawQuery query = request.query();
    String afterVersion = query.get("version-id-marker", "");
    String afterKey = query.get("key-marker", "");
    if (!afterVersion.isEmpty() && afterKey.isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "A version-id marker cannot be specified without a key marker.");
    }
    VersionListRequest list =
        new VersionListRequest(
            request.bucket(),
            query.get("prefix", ""),
            query.get("delimiter", ""),
            afterKey,
            afterVersion.isEmpty() ? "" : Versions.checked(afterVersion),
            Math.min(
                ListRequest.PAGE_MAX,
                ListParameters.number(query, "max-keys", ListRequest.PAGE_MAX)));
    String owner = Owners.of(store, list.bucket());
    request.reply(document(list, query, store.versions().list(list), owner));
  }

  private static XmlDocument document(
      VersionListRequest list, RawQuery query, VersionListing listing, String owner) {
    XmlDocument xml =
        XmlDocument.result("ListVersionsResult")
            .element("Name", list.bucket())
            .element("Prefix", ListParameters.encodedKey(query, list.prefix()))
            .element("KeyMarker", ListParameters.encodedKey(query, list.afterKey()))
            .element("VersionIdMarker", list.afterVersion())
            .element("MaxKeys", list.max());
    if (!list.delimiter().isEmpty()) {
      xml.element("Delimiter", ListParameters.encodedKey(query, list.delimiter()));
    }
    if (ListObjects.urlEncoded(query)) {
      xml.element("EncodingType", "url");
    }
    xml.element("IsTruncated", listing.more());
    if (listing.more()) {
      xml.element("NextKeyMarker", ListParameters.encodedKey(query, listing.nextKey()));
      if (!listing.nextVersion().isEmpty()) {
        xml.element("NextVersionIdMarker", listing.nextVersion());
      }
    }
    listing.versions().forEach(version -> write(xml, query, version, owner));
    for (String prefix : listing.commonPrefixes()) {
      xml.open("CommonPrefixes")
          .element("Prefix", ListParameters.encodedKey(query, prefix))
          .close();
    }
    return xml;
  }

  private static void write(XmlDocument xml, RawQuery query, VersionInfo version, String owner) {
    xml.open(version.isMarker() ? "DeleteMarker" : "Version")
        .element("Key", ListParameters.encodedKey(query, version.key().key()))
        .element("VersionId", version.version())
        .element("IsLatest", version.latest())
        .element("LastModified", ListingXml.timestamp(version.lastModified()));
    version.object().ifPresent(object -> write(xml, object));
    Subresources.owner(xml, owner);
    xml.close();
  }

  private static void write(XmlDocument xml, ObjectInfo object) {
    xml.element("ETag", ObjectResponse.quoted(object.etag()))
        .element("Size", object.size())
        .element("StorageClass", object.storageClass());
  }
}
