// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.Versioning;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;

/** What S3 makes of puts and deletions, each within one transaction of the caller's. */
final class VersionRules {
  /*
   * INVARIANTS at the end of each transaction:
   *
   *  1. What is shown at a key has a higher number than all that is not; if the highest number is a
   *     delete marker's, nothing is shown.
   *  2. A key has at most one version of the name null, shown or not.
   *  3. An object is in one of the two tables, or doomed: so its bits are kept or given back.
   *
   * The name of a version begins with its number: a listing goes on behind one that is gone.
   */

  private static final int NUMBER_DIGITS = 16;
  private static final int HEX = 16;

  private VersionRules() {}

  /** Of a bucket; throws NO_SUCH_BUCKET. */
  static Versioning require(Connection connection, String bucket) {
    return BucketTable.versioning(connection, bucket)
        .orElseThrow(() -> new StoreException(Code.NO_SUCH_BUCKET, "there is no bucket " + bucket));
  }

  private static String name(Versioning versioning, long seq, String id) {
    return versioning == Versioning.ENABLED
        ? "%016x".formatted(seq) + id.substring(0, NUMBER_DIGITS)
        : ObjectVersions.NULL;
  }

  /** The number in the name of a version, or 0 if there is none in it. */
  static long number(String version) {
    try {
      return version.length() == 2 * NUMBER_DIGITS
          ? Long.parseLong(version.substring(0, NUMBER_DIGITS), HEX)
          : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static long nextSeq(Connection connection, ObjectKey key) {
    long old = VersionTable.newest(connection, key).map(VersionTable.Row::seq).orElse(0L);
    return Math.max(old, ObjectTable.seq(connection, key)) + 1;
  }

  /**
   * An object is put.
   *
   * @param present what is shown at its key
   */
  static ObjectInfo put(
      Connection connection,
      Versioning versioning,
      StoredObject object,
      Optional<StoredObject> present) {
    long seq = versioning == Versioning.OFF ? 0 : nextSeq(connection, object.info().key());
    StoredObject named =
        LockRules.locked(connection, object).as(name(versioning, seq, object.id()));
    makeRoom(connection, versioning, object.info().key(), present);
    ObjectTable.insert(connection, named, seq);
    return named.info();
  }

  /** Takes away what is shown: what the new version replaces is doomed, all else is kept. */
  private static void makeRoom(
      Connection connection, Versioning versioning, ObjectKey key, Optional<StoredObject> present) {
    if (present.isPresent()) {
      boolean kept =
          versioning == Versioning.ENABLED
              || !present.get().info().version().equals(ObjectVersions.NULL);
      if (kept) {
        VersionTable.hide(connection, present.get());
      } else {
        Catalog.doom(connection, present.get());
      }
    }
    if (versioning == Versioning.SUSPENDED) {
      VersionTable.find(connection, key, ObjectVersions.NULL)
          .ifPresent(row -> remove(connection, row));
    }
  }

  private static void remove(Connection connection, VersionTable.Row row) {
    VersionTable.delete(connection, row.object().id());
    if (!row.marker()) {
      Catalog.doomStripes(connection, row.object());
    }
  }

  /**
   * An object is deleted without naming a version.
   *
   * @param markerId for a delete marker, if one is made
   */
  static Deletion delete(
      Connection connection, Versioning versioning, ObjectKey key, String markerId, Instant now) {
    Optional<StoredObject> present = ObjectTable.find(connection, key);
    if (versioning == Versioning.OFF) {
      makeRoom(connection, versioning, key, present);
      return new Deletion(present.isPresent(), false, "");
    }
    long seq = nextSeq(connection, key);
    String version = name(versioning, seq, markerId);
    makeRoom(connection, versioning, key, present);
    VersionTable.insertMarker(connection, key, markerId, version, seq, now);
    return new Deletion(present.isPresent(), true, version);
  }

  /** A version is deleted for good; throws OBJECT_LOCKED before it changes anything. */
  static Deletion deleteVersion(
      Connection connection, ObjectKey key, String version, LockRules.Terms terms) {
    Optional<StoredObject> shown = ObjectTable.find(connection, key, version);
    Optional<VersionTable.Row> old = VersionTable.find(connection, key, version);
    shown
        .or(() -> old.map(VersionTable.Row::object))
        .ifPresent(object -> LockRules.release(connection, object, terms));
    shown.ifPresent(object -> Catalog.doom(connection, object));
    old.ifPresent(row -> remove(connection, row));
    if (ObjectTable.find(connection, key).isEmpty()) {
      VersionTable.newest(connection, key)
          .filter(row -> !row.marker())
          .ifPresent(row -> VersionTable.show(connection, row.object()));
    }
    boolean marker = old.map(VersionTable.Row::marker).orElse(false);
    return new Deletion(shown.isPresent() || old.isPresent(), marker, version);
  }
}
