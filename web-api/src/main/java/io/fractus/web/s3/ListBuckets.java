// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.accounts.Caller;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** GET of the service: the buckets of whoever asks. */
final class ListBuckets implements S3Operation {
  private static final int PAGE_MAX = 10_000;

  private final ObjectStore store;

  ListBuckets(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Caller caller = request.access().caller();
    XmlDocument xml =
        Subresources.owner(XmlDocument.result("ListAllMyBucketsResult"), caller.name());
    RawQuery query = request.query();
    List<BucketInfo> found = found(caller, query);
    int max = max(query);
    xml.open("Buckets");
    for (BucketInfo bucket : found.subList(0, Math.min(max, found.size()))) {
      xml.open("Bucket")
          .element("Name", bucket.name())
          .element("CreationDate", ListingXml.timestamp(bucket.created()))
          .element("BucketRegion", HeadBucket.REGION)
          .close();
    }
    xml.close();
    query.first("prefix").ifPresent(prefix -> xml.element("Prefix", prefix));
    if (found.size() > max) {
      xml.element("ContinuationToken", token(found.get(max - 1).name()));
    }
    request.reply(xml);
  }

  /** Those that are asked for, from where a page is to begin. */
  private List<BucketInfo> found(Caller caller, RawQuery query) {
    String prefix = query.get("prefix", "");
    String after = query.first("continuation-token").map(ListBuckets::after).orElse("");
    boolean here = query.get("bucket-region", HeadBucket.REGION).equals(HeadBucket.REGION);
    return mine(caller).stream()
        .filter(bucket -> here && bucket.name().startsWith(prefix))
        .filter(bucket -> bucket.name().compareTo(after) > 0)
        .sorted(Comparator.comparing(BucketInfo::name))
        .toList();
  }

  /** Without a number there are no pages. */
  private static int max(RawQuery query) {
    return query
        .first("max-buckets")
        .map(text -> text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0)
        .map(max -> {
          if (max < 1 || max > PAGE_MAX) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "max-buckets must be 1.." + PAGE_MAX);
          }
          return max;
        })
        .orElse(Integer.MAX_VALUE);
  }

  private static String token(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "The continuation token provided is incorrect", e);
    }
  }

  /** Root sees all, for it may do everything in all of them. */
  private List<BucketInfo> mine(Caller caller) {
    return caller.isRoot() ? store.buckets() : store.book().of(caller.name());
  }
}
