// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.http.ObjectResponse;
import io.javalin.http.Context;
import java.util.Map;

/** HEAD of an object. */
final class HeadObject implements RestOperation {
  private final ObjectStore store;

  HeadObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(Context context) {
    ObjectKey key = RestPath.object(context.req().getRequestURI());
    ObjectInfo info = store.stat(key).orElseThrow(() -> missing(key));
    ObjectResponse.head(context.req(), context.res(), info, layoutHeader(info), null);
  }

  static Map<String, String> layoutHeader(ObjectInfo info) {
    return Map.of(PutObject.LAYOUT_HEADER, info.layout());
  }

  static StoreException missing(ObjectKey key) {
    return new StoreException(StoreException.Code.NO_SUCH_KEY, "there is no object " + key);
  }
}
