// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.ObjectResponse;
import io.javalin.http.Context;
import java.io.IOException;

/** GET of an object, of a range of it, or of its placement. */
final class GetObject implements RestOperation {
  private final ObjectStore store;
  private final GetPlacement placement;

  GetObject(ObjectStore store, GetPlacement placement) {
    this.store = store;
    this.placement = placement;
  }

  /**
   * A path that ends in {@code /placement} asks for the placement of the key before it, whatever
   * objects there are; the object {@code a/placement} itself is read as {@code a%2Fplacement}, and
   * its placement as {@code a%2Fplacement?placement}.
   */
  @Override
  public void run(Context context) throws IOException {
    if (GetPlacement.asks(context)) {
      placement.run(context);
      return;
    }
    try (ObjectReader reader = store.open(RestPath.object(context.req().getRequestURI()))) {
      ObjectResponse.get(
          context.req(), context.res(), reader, HeadObject.layoutHeader(reader.info()), null);
    }
  }
}
