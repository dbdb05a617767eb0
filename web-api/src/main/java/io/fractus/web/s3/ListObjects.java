// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** GET of a bucket: a page of its objects, by version 1 or 2 of the listing. */
final class ListObjects implements S3Operation {
  private final ObjectStore store;

  ListObjects(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    RawQuery query = request.query();
    boolean second = query.get("list-type", "").equals("2");
    ListRequest list =
        new ListRequest(
            request.bucket(),
            query.get("prefix", ""),
            query.get("delimiter", ""),
            second ? afterOfSecond(query) : query.get("marker", ""),
            Math.min(
                ListRequest.PAGE_MAX,
                ListParameters.number(query, "max-keys", ListRequest.PAGE_MAX)));
    ListingXml xml =
        new ListingXml(list, query, urlEncoded(query), Owners.of(store, request.bucket()));
    ObjectListing listing = store.list(list);
    request.reply(second ? xml.second(listing) : xml.first(listing));
  }

  static boolean urlEncoded(RawQuery query) {
    String encoding = query.get("encoding-type", "");
    if (!encoding.isEmpty() && !encoding.equals("url")) {
      throw new S3Exception(INVALID_ARGUMENT, "encoding-type must be url");
    }
    return !encoding.isEmpty();
  }

  /** A token goes before start-after, which every page of a listing repeats. */
  private static String afterOfSecond(RawQuery query) {
    String token = query.get("continuation-token", "");
    if (token.isEmpty()) {
      return query.get("start-after", "");
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_ARGUMENT, "the continuation token is none of ours", e);
    }
  }
}
