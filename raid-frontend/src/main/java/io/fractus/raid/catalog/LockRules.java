// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What locks allow, looked at in the transaction of whoever changes something. Stateless. */
final class LockRules {
  private LockRules() {}

  /**
   * Of what a deletion has to know.
   *
   * @param time of locks, see {@link io.fractus.raid.lock.LockClock}
   * @param bypass whether retentions of governance are ended
   */
  record Terms(Instant time, boolean bypass) {
    /** For what cannot be locked, such as delete markers. */
    static final Terms NONE = new Terms(Instant.MIN, false);
  }

  /** Throws NO_OBJECT_LOCK if there is a lock, and objects of the bucket cannot be locked. */
  static void requirePossible(Connection connection, String bucket, ObjectLock lock) {
    if (!lock.equals(ObjectLock.NONE)) {
      requireEnabled(BucketTable.lock(connection, bucket), bucket);
    }
  }

  /**
   * Objects of a bucket can be locked from now on, in this way.
   *
   * @param time of locks, which is noted if there is nothing yet that could be locked
   */
  static void enable(Connection connection, String bucket, BucketLock lock, Instant time) {
    if (!any(connection)) {
      note(connection, time);
    }
    BucketTable.set(connection, bucket, lock);
  }

  /** Whether there is a bucket whose objects can be locked. */
  static boolean any(Connection connection) {
    return Sql.queryFirst(connection, "SELECT 1 FROM buckets WHERE locked = 1 LIMIT 1", row -> 1)
        .isPresent();
  }

  /** Writes down how far the time of locks has come. */
  static void note(Connection connection, Instant time) {
    Sql.update(connection, "DELETE FROM lock_clock");
    Sql.update(connection, "INSERT INTO lock_clock (time) VALUES (?)", time.toEpochMilli());
  }

  static void requireEnabled(BucketLock lock, String bucket) {
    if (!lock.enabled()) {
      throw new StoreException(
          Code.NO_OBJECT_LOCK, "objects of the bucket " + bucket + " cannot be locked");
    }
  }

  /** What is put with the lock that it then has; throws NO_OBJECT_LOCK. */
  static StoredObject locked(Connection connection, StoredObject object) {
    ObjectInfo info = object.info();
    BucketLock bucket = BucketTable.lock(connection, info.key().bucket());
    if (!info.lock().equals(ObjectLock.NONE)) {
      requireEnabled(bucket, info.key().bucket());
    }
    return object.with(bucket.of(info.lock(), info.lastModified()));
  }

  /** Takes the lock off a version that is going to be deleted; throws OBJECT_LOCKED. */
  static void release(Connection connection, StoredObject object, Terms terms) {
    ObjectLock lock = object.info().lock();
    if (lock.equals(ObjectLock.NONE)) {
      return;
    }
    lock.refusal(terms.time(), terms.bypass())
        .ifPresent(why -> {
          throw refused(object.info(), why, terms.time());
        });
    write(connection, object.id(), ObjectLock.NONE);
  }

  static StoreException refused(ObjectInfo info, String why, Instant time) {
    return new StoreException(
        Code.OBJECT_LOCKED,
        "the version %s of %s is locked: %s; for locks it is %s now"
            .formatted(info.version(), info.key(), why, time.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Of a version, shown or not. */
  static void write(Connection connection, String id, ObjectLock lock) {
    for (String table : new String[] {"objects", "old_versions"}) {
      Sql.update(
          connection,
          "UPDATE " + table + " SET lock_mode = ?, retain_until = ?, legal_hold = ? WHERE id = ?",
          Columns.mode(lock),
          Columns.until(lock),
          lock.legalHold() ? 1 : 0,
          id);
    }
  }
}
