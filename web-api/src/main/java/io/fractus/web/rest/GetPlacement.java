// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectStore;
import io.javalin.http.Context;

/** GET of an object's placement: where its bits are. */
final class GetPlacement implements RestOperation {
  private final ObjectStore store;

  static final String SUFFIX = "/placement";

  GetPlacement(ObjectStore store) {
    this.store = store;
  }

  /** Whether a GET is one of a placement, by its parameter or by its raw path. */
  static boolean asks(Context context) {
    return Queries.of(context).has("placement") || hasSuffix(context);
  }

  @Override
  public void run(Context context) {
    boolean byPath = !Queries.of(context).has("placement");
    Answers.json(
        context,
        200,
        store.placement(
            RestPath.object(
                context.req().getRequestURI(),
                key -> byPath ? key.substring(0, key.length() - SUFFIX.length()) : key)));
  }

  private static boolean hasSuffix(Context context) {
    String path = context.req().getRequestURI();
    int objects = path.indexOf("/objects/", RestPath.BUCKETS.length());
    return path.substring(objects + "/objects/".length()).lastIndexOf(SUFFIX) > 0
        && path.endsWith(SUFFIX);
  }
}
