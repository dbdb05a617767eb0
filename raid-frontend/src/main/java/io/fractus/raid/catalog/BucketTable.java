// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.BucketLock.DefaultRetention;
import io.fractus.raid.object.Retention;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.Versioning;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of buckets. */
final class BucketTable {
  private BucketTable() {}

  static Optional<BucketInfo> find(Connection connection, String name) {
    return Sql.queryFirst(
        connection, "SELECT name, created FROM buckets WHERE name = ?", BucketTable::map, name);
  }

  /** Throws BUCKET_EXISTS. */
  static void create(Connection connection, String name, Instant created) {
    if (find(connection, name).isPresent()) {
      throw new StoreException(Code.BUCKET_EXISTS, "there is a bucket " + name + " already");
    }
    Sql.update(
        connection,
        "INSERT INTO buckets (name, created) VALUES (?, ?)",
        name,
        created.toEpochMilli());
  }

  static List<BucketInfo> all(Connection connection) {
    return Sql.query(
        connection, "SELECT name, created FROM buckets ORDER BY name", BucketTable::map);
  }

  /** Empty if there is no such bucket. */
  static Optional<Versioning> versioning(Connection connection, String name) {
    return Sql.queryFirst(
        connection,
        "SELECT versioning FROM buckets WHERE name = ?",
        row -> Versioning.of(row.getString(1)),
        name);
  }

  static void set(Connection connection, String name, Versioning versioning) {
    Sql.update(
        connection, "UPDATE buckets SET versioning = ? WHERE name = ?", versioning.status(), name);
  }

  /** Empty if there is no such bucket. */
  static Optional<StorageClass> storageClass(Connection connection, String name) {
    return Sql.queryFirst(
        connection,
        "SELECT storage_class FROM buckets WHERE name = ?",
        row -> StorageClass.valueOf(row.getString(1)),
        name);
  }

  static void set(Connection connection, String name, StorageClass storageClass) {
    Sql.update(
        connection,
        "UPDATE buckets SET storage_class = ? WHERE name = ?",
        storageClass.name(),
        name);
  }

  /** Of a bucket that is there. */
  static BucketLock lock(Connection connection, String name) {
    return Sql.queryFirst(
            connection,
            "SELECT locked, lock_mode, lock_days, lock_years FROM buckets WHERE name = ?",
            BucketTable::lock,
            name)
        .orElse(BucketLock.OFF);
  }

  private static BucketLock lock(ResultSet row) throws SQLException {
    String mode = row.getString(2);
    Optional<DefaultRetention> rule =
        mode.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new DefaultRetention(Retention.Mode.valueOf(mode), row.getInt(3), row.getInt(4)));
    return new BucketLock(row.getInt(1) == 1, rule);
  }

  static void set(Connection connection, String name, BucketLock lock) {
    Sql.update(
        connection,
        "UPDATE buckets SET locked = ?, lock_mode = ?, lock_days = ?, lock_years = ?"
            + " WHERE name = ?",
        lock.enabled() ? 1 : 0,
        lock.rule().map(rule -> rule.mode().name()).orElse(""),
        lock.rule().map(DefaultRetention::days).orElse(0),
        lock.rule().map(DefaultRetention::years).orElse(0),
        name);
  }

  /** Of a name and a time of creation. */
  static BucketInfo map(ResultSet row) throws SQLException {
    return new BucketInfo(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
  }
}
