// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectListing;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RawQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A page of a listing as XML, in both of S3's versions. Not thread-safe. */
final class ListingXml {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ListRequest request;
  private final RawQuery query;
  private final boolean urlEncoded;
  private final String owner;
  private final XmlDocument xml = XmlDocument.result("ListBucketResult");

  /**
   * @param urlEncoded whether keys and prefixes shall be percent-encoded
   * @param owner of the bucket, and so of all objects in it
   */
  ListingXml(ListRequest request, RawQuery query, boolean urlEncoded, String owner) {
    this.owner = owner;
    this.request = request;
    this.query = query;
    this.urlEncoded = urlEncoded;
  }

  /** With a marker. */
  XmlDocument first(ObjectListing listing) {
    head(listing);
    xml.element("Marker", encoded(request.after()));
    String next = next(listing);
    if (next != null) {
      xml.element("NextMarker", encoded(next));
    }
    return entries(listing, true);
  }

  /** With a token, which is opaque and never percent-encoded. */
  XmlDocument second(ObjectListing listing) {
    head(listing);
    xml.element("KeyCount", listing.objects().size() + listing.commonPrefixes().size());
    query.first("continuation-token").ifPresent(token -> xml.element("ContinuationToken", token));
    query.first("start-after").ifPresent(after -> xml.element("StartAfter", encoded(after)));
    String next = next(listing);
    if (next != null) {
      byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
      xml.element(
          "NextContinuationToken", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return entries(listing, Boolean.parseBoolean(query.get("fetch-owner", "")));
  }

  /** No page of nothing has a next one: a client would ask for ever. */
  private @Nullable String next(ObjectListing listing) {
    return request.max() == 0 ? null : listing.next();
  }

  private void head(ObjectListing listing) {
    xml.element("Name", request.bucket())
        .element("Prefix", encoded(request.prefix()))
        .element("MaxKeys", request.max());
    if (!request.delimiter().isEmpty()) {
      xml.element("Delimiter", encoded(request.delimiter()));
    }
    if (urlEncoded) {
      xml.element("EncodingType", "url");
    }
    xml.element("IsTruncated", next(listing) != null);
  }

  private XmlDocument entries(ObjectListing listing, boolean withOwner) {
    for (ObjectInfo object : listing.objects()) {
      xml.open("Contents")
          .element("Key", encoded(object.key().key()))
          .element("LastModified", timestamp(object.lastModified()))
          .element("ETag", ObjectResponse.quoted(object.etag()))
          .element("Size", object.size())
          .element("StorageClass", object.storageClass());
      if (withOwner) {
        Subresources.owner(xml, owner);
      }
      xml.close();
    }
    for (String prefix : listing.commonPrefixes()) {
      xml.open("CommonPrefixes").element("Prefix", encoded(prefix)).close();
    }
    return xml;
  }

  private String encoded(String key) {
    return urlEncoded ? PercentCoding.encodePath(key) : key;
  }

  /** To the millisecond, as S3. */
  static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }
}
