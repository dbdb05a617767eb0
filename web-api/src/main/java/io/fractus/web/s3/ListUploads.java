// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.web.http.RawQuery;
import java.io.IOException;

/** GET {@code ?uploads}: a page of the unfinished uploads of a bucket. */
final class ListUploads implements S3Operation {
  private final ObjectStore store;

  ListUploads(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    RawQuery query = request.query();
    String keyMarker = query.get("key-marker", "");
    // Without a key there is nothing to go on in.
    String uploadMarker = keyMarker.isEmpty() ? "" : query.get("upload-id-marker", "");
    int max =
        Math.min(
            ListRequest.PAGE_MAX,
            ListParameters.number(query, "max-uploads", ListRequest.PAGE_MAX));
    UploadListRequest list =
        new UploadListRequest(
            request.bucket(),
            query.get("prefix", ""),
            query.get("delimiter", ""),
            keyMarker,
            uploadMarker,
            max);
    request.reply(page(query, list));
  }

  private XmlDocument page(RawQuery query, UploadListRequest list) {
    UploadListing listing = store.uploads().list(list);
    String owner = Owners.of(store, list.bucket());
    XmlDocument xml =
        XmlDocument.result("ListMultipartUploadsResult")
            .element("Bucket", list.bucket())
            .element("KeyMarker", ListParameters.encodedKey(query, list.afterKey()))
            .element("UploadIdMarker", list.afterUpload())
            .element("Prefix", ListParameters.encodedKey(query, list.prefix()))
            .element("MaxUploads", list.max())
            .element("IsTruncated", listing.more());
    if (!list.delimiter().isEmpty()) {
      xml.element("Delimiter", ListParameters.encodedKey(query, list.delimiter()));
    }
    if (ListObjects.urlEncoded(query)) {
      xml.element("EncodingType", "url");
    }
    if (listing.more()) {
      xml.element("NextKeyMarker", ListParameters.encodedKey(query, listing.nextKey()))
          .element("NextUploadIdMarker", listing.nextUpload());
    }
    for (UploadInfo upload : listing.uploads()) {
      xml.open("Upload")
          .element("Key", ListParameters.encodedKey(query, upload.key().key()))
          .element("UploadId", upload.uploadId())
          .element("Initiated", ListingXml.timestamp(upload.started()));
      describe(xml, upload, owner);
      xml.close();
    }
    for (String prefix : listing.commonPrefixes()) {
      xml.open("CommonPrefixes")
          .element("Prefix", ListParameters.encodedKey(query, prefix))
          .close();
    }
    return xml;
  }

  /** Who began an upload, and how its object will be. */
  static void describe(XmlDocument xml, UploadInfo upload, String owner) {
    xml.open("Initiator").element("ID", owner).element("DisplayName", owner).close();
    Subresources.owner(xml, owner).element("StorageClass", upload.storageClass());
    upload
        .checksum()
        .ifPresent(checksum ->
            xml.element("ChecksumAlgorithm", checksum.algorithm())
                .element("ChecksumType", UploadChecksums.type(checksum.composite())));
  }
}
