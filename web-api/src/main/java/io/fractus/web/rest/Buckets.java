// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.web.accounts.Caller;
import io.javalin.http.Context;
import java.util.Map;

/** What REST does to buckets. Thread-safe. */
final class Buckets {
  private final ObjectStore store;

  Buckets(ObjectStore store) {
    this.store = store;
  }

  void list(Context context) {
    Caller caller = RestAccess.caller(context);
    Answers.json(context, 200, caller.isRoot() ? store.buckets() : store.book().of(caller.name()));
  }

  void get(Context context) {
    Answers.json(context, 200, require(name(context)));
  }

  void create(Context context) {
    String bucket = name(context);
    store.book().create(bucket, RestAccess.caller(context).name());
    Answers.json(context, 201, require(bucket));
  }

  /** What the classes that buckets can have ask for, and what they get. */
  void classes(Context context) {
    Answers.json(context, 200, store.classes());
  }

  void storageClass(Context context) {
    Answers.json(context, 200, Map.of("storageClass", store.storageClass(name(context)).name()));
  }

  void setStorageClass(Context context) {
    String named = context.pathParam("class");
    StorageClass storageClass =
        StorageClass.named(named)
            .orElseThrow(() ->
                new StoreException(
                    StoreException.Code.UNKNOWN_LAYOUT,
                    "there is no storage class '" + named + "'"));
    store.setStorageClass(name(context), storageClass);
    storageClass(context);
  }

  void delete(Context context) {
    store.deleteBucket(name(context));
    context.status(204);
  }

  private BucketInfo require(String bucket) {
    return store.bucket(bucket).orElseThrow(() -> missing(bucket));
  }

  static StoreException missing(String bucket) {
    return new StoreException(
        StoreException.Code.NO_SUCH_BUCKET, "there is no bucket '" + bucket + "'; create it first");
  }

  private static String name(Context context) {
    String bucket = RestPath.bucket(context.req().getRequestURI());
    ObjectKey.checkBucket(bucket);
    return bucket;
  }
}
