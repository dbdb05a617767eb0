// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.javalin.http.Context;

/** DELETE of an object. */
final class DeleteObject implements RestOperation {
  private final ObjectStore store;

  DeleteObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(Context context) {
    ObjectKey key = RestPath.object(context.req().getRequestURI());
    if (store.bucket(key.bucket()).isEmpty()) {
      throw Buckets.missing(key.bucket());
    }
    if (!store.delete(key)) {
      throw HeadObject.missing(key);
    }
    context.status(204);
  }
}
