// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.RawQuery;
import io.javalin.http.Context;

/** GET of {@code …/objects}: a page of a listing. */
final class ListObjects implements RestOperation {
  private final ObjectStore store;

  ListObjects(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(Context context) {
    String bucket = RestPath.bucket(context.req().getRequestURI());
    ObjectKey.checkBucket(bucket);
    if (store.bucket(bucket).isEmpty()) {
      throw Buckets.missing(bucket);
    }
    RawQuery query = Queries.of(context);
    ListRequest request =
        new ListRequest(
            bucket,
            query.get("prefix", ""),
            query.get("delimiter", ""),
            query.get("after", ""),
            max(query.get("max", String.valueOf(ListRequest.PAGE_MAX))));
    Answers.json(context, 200, store.list(request));
  }

  private static int max(String given) {
    int max = given.matches("\\d{1,6}") ? Integer.parseInt(given) : -1;
    if (max < 1 || max > ListRequest.PAGE_MAX) {
      throw new ProblemException(
          Problems.of(
              400, "invalid-argument", "max must be 1.." + ListRequest.PAGE_MAX + ", is " + given));
    }
    return max;
  }
}
