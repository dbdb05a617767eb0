// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.LockCatalog;
import io.fractus.raid.lock.LockClock;
import io.fractus.raid.lock.LockLimits;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectLocks;
import io.fractus.raid.object.Retention;
import java.time.Instant;
import java.util.Optional;

/** The locks of versions: the catalog and the time of locks, which it notes, put together. */
final class KeptLocks implements ObjectLocks, AutoCloseable {
  private final LockCatalog catalog;
  private final LockClock clock;
  private final Chore notes;

  KeptLocks(LockCatalog catalog, Clocks clocks) {
    this.catalog = catalog;
    this.clock = new LockClock(catalog, clocks);
    this.notes = new Chore("noting the time of locks", clock::note, LockLimits.NOTE_PAUSE);
  }

  /** The time by which locks end. */
  Instant time() {
    return clock.instant();
  }

  /** Says that the wall clock is right as it is set now. */
  void trustClock() {
    clock.trust();
  }

  @Override
  public BucketLock of(String bucket) {
    return catalog.of(bucket);
  }

  @Override
  public void set(String bucket, BucketLock lock) {
    catalog.set(bucket, lock, time());
  }

  @Override
  public void retain(ObjectKey key, String version, Optional<Retention> retention, boolean bypass) {
    catalog.retain(key, version, retention, time(), bypass);
  }

  @Override
  public void hold(ObjectKey key, String version, boolean hold) {
    catalog.hold(key, version, hold);
  }

  @Override
  public void close() {
    notes.close();
    boolean _ = clock.note();
  }
}
