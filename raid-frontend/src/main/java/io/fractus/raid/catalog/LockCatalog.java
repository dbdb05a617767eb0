// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.Retention;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.Versioning;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;

/**
 * What the catalog knows of locks. Every method that changes something returns once the change is
 * on disk. Thread-safe.
 */
public final class LockCatalog {
  private final Database database;

  LockCatalog(Database database) {
    this.database = database;
  }

  /** Throws NO_SUCH_BUCKET. */
  public BucketLock of(String bucket) {
    return database.read(connection -> {
      Catalog.requireBucket(connection, bucket);
      return BucketTable.lock(connection, bucket);
    });
  }

  /**
   * See {@link io.fractus.raid.object.ObjectLocks#set}.
   *
   * @param time of locks
   */
  public void set(String bucket, BucketLock lock, Instant time) {
    database.write(connection -> {
      Versioning versioning = VersionRules.require(connection, bucket);
      if (!lock.enabled()) {
        throw new IllegalArgumentException("a bucket whose objects can be locked stays one");
      }
      if (versioning != Versioning.ENABLED) {
        throw new StoreException(
            Code.VERSIONING_FIXED,
            "objects can be locked only where all versions are kept: enable the versioning of "
                + bucket);
      }
      LockRules.enable(connection, bucket, lock, time);
      return null;
    });
  }

  /**
   * Gives a version another retention, or none; throws OBJECT_LOCKED.
   *
   * @param time of locks
   * @param bypass whether one of governance may be shortened or ended
   */
  public void retain(
      ObjectKey key, String version, Optional<Retention> retention, Instant time, boolean bypass) {
    change(
        key,
        version,
        (connection, object) -> {
          ObjectLock lock = object.info().lock();
          lock.refusalOf(retention, time, bypass)
              .ifPresent(why -> {
                throw LockRules.refused(object.info(), why, time);
              });
          LockRules.write(connection, object.id(), lock.with(retention));
        });
  }

  /** Puts a version under a legal hold, or takes it away. */
  public void hold(ObjectKey key, String version, boolean hold) {
    change(
        key,
        version,
        (connection, object) ->
            LockRules.write(connection, object.id(), object.info().lock().with(hold)));
  }

  private void change(ObjectKey key, String version, Change change) {
    database.write(connection -> {
      Catalog.requireBucket(connection, key.bucket());
      LockRules.requireEnabled(BucketTable.lock(connection, key.bucket()), key.bucket());
      change.make(connection, VersionCatalog.find(connection, key, version));
      return null;
    });
  }

  /** Changes the lock of a version that is there. */
  @FunctionalInterface
  private interface Change {
    void make(Connection connection, StoredObject object);
  }

  /** Whether there is a bucket whose objects can be locked. */
  public boolean any() {
    return database.read(LockRules::any);
  }

  /** How far the time of locks had come when it was last written down. */
  public Optional<Instant> clock() {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            "SELECT time FROM lock_clock",
            row -> Instant.ofEpochMilli(row.getLong(1))));
  }

  /** Writes down how far the time of locks has come. */
  public void setClock(Instant time) {
    database.write(connection -> {
      LockRules.note(connection, time);
      return null;
    });
  }
}
