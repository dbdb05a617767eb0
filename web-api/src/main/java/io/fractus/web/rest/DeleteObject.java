// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.javalin.http.Context;
import java.util.Optional;

/** DELETE of an object, or of one version of it for good. */
final class DeleteObject implements RestOperation {
  private static final String VERSION = "version";

  private final ObjectStore store;

  DeleteObject(ObjectStore store) {
    this.store = store;
  }

  /** Whether a request is about one version. */
  static boolean namesVersion(Context context) {
    return Queries.of(context).has(VERSION);
  }

  @Override
  public void run(Context context) {
    ObjectKey key = RestPath.object(context.req().getRequestURI());
    if (store.bucket(key.bucket()).isEmpty()) {
      throw Buckets.missing(key.bucket());
    }
    Optional<String> version = Queries.of(context).first(VERSION);
    Optional<String> ifMatch =
        Optional.ofNullable(context.req().getHeader("If-Match"))
            .map(tag -> tag.strip().replace("\"", ""));
    if (!store.versions().delete(key, version, new DeleteTerms(false, ifMatch)).found()) {
      throw version.isEmpty() ? HeadObject.missing(key) : missingVersion(key);
    }
    context.status(204);
  }

  private static StoreException missingVersion(ObjectKey key) {
    return new StoreException(
        StoreException.Code.NO_SUCH_VERSION, "there is no such version of " + key);
  }
}
