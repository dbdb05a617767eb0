// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectLocks;
import io.fractus.raid.object.Retention;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.util.Optional;

/** The locks of a store in memory, in whose buckets nothing can be locked. */
final class MemoryLocks implements ObjectLocks {
  private final MemoryStore store;

  MemoryLocks(MemoryStore store) {
    this.store = store;
  }

  @Override
  public BucketLock of(String bucket) {
    store.objects(bucket);
    return BucketLock.OFF;
  }

  @Override
  public void set(String bucket, BucketLock lock) {
    throw none();
  }

  @Override
  public void retain(ObjectKey key, String version, Optional<Retention> retention, boolean bypass) {
    throw none();
  }

  @Override
  public void hold(ObjectKey key, String version, boolean hold) {
    throw none();
  }

  private static StoreException none() {
    return new StoreException(Code.NO_OBJECT_LOCK, "buckets in memory have no locks");
  }
}
