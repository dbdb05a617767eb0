// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.seal.KeyRing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of acknowledged objects. */
final class ObjectTable {
  /** In the table of old versions as well. */
  static final String COLUMNS =
      "bucket, object_key, id, size, etag, modified, content_type, metadata, layout, wrapped_key,"
          + " parts, checksum, tags, version, storage_class, lock_mode, retain_until, legal_hold";

  /** A version and its number. */
  record Numbered(StoredObject object, long seq) {}

  /** Where the number stands if it is asked for behind the columns. */
  static final int SEQ = 19;

  private ObjectTable() {}

  static Optional<StoredObject> find(Connection connection, ObjectKey key) {
    return Sql.queryFirst(
        connection,
        "SELECT " + COLUMNS + " FROM objects WHERE bucket = ? AND object_key = ?",
        ObjectTable::map,
        key.bucket(),
        key.key());
  }

  static Optional<StoredObject> find(Connection connection, ObjectKey key, String version) {
    return find(connection, key).filter(object -> object.info().version().equals(version));
  }

  /** The number of what is at a key; 0 if nothing is. */
  static long seq(Connection connection, ObjectKey key) {
    return Sql.queryFirst(
            connection,
            "SELECT seq FROM objects WHERE bucket = ? AND object_key = ?",
            row -> row.getLong(1),
            key.bucket(),
            key.key())
        .orElse(0L);
  }

  static Optional<WrappedKey> anyKey(Connection connection) {
    return Sql.queryFirst(
        connection,
        "SELECT id, wrapped_key FROM objects LIMIT 1",
        row -> new WrappedKey(row.getString(1), row.getBytes(2)));
  }

  static boolean hasAny(Connection connection, String bucket) {
    return Sql.queryFirst(
            connection, "SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", row -> 1, bucket)
        .isPresent();
  }

  /**
   * Objects in the order of their keys' UTF-8 bytes.
   *
   * @param after only keys that come after this one
   * @param from only keys that are this one or come after it
   */
  static List<ObjectInfo> scan(
      Connection connection, String bucket, String after, String from, int max) {
    return scanVersions(connection, bucket, after, from, max).stream()
        .map(numbered -> numbered.object().info())
        .toList();
  }

  /** The same with their numbers. */
  static List<Numbered> scanVersions(
      Connection connection, String bucket, String after, String from, int max) {
    KeyCursor cursor = KeyCursor.of(after, from);
    return Sql.query(
        connection,
        "SELECT "
            + COLUMNS
            + ", seq FROM objects WHERE bucket = ? AND "
            + cursor.condition()
            + " ORDER BY object_key LIMIT ?",
        row -> new Numbered(map(row), row.getLong(SEQ)),
        bucket,
        cursor.key(),
        max);
  }

  static void insert(Connection connection, StoredObject object, long seq) {
    ObjectInfo info = object.info();
    Sql.update(
        connection,
        "INSERT INTO objects ("
            + COLUMNS
            + ", seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        info.key().bucket(),
        info.key().key(),
        object.id(),
        info.size(),
        info.etag(),
        info.lastModified().toEpochMilli(),
        info.contentType(),
        Columns.write(info.metadata()),
        info.layout(),
        object.wrappedKey(),
        info.parts(),
        Columns.write(info.checksum()),
        Columns.write(info.tags()),
        info.version(),
        info.storageClass().name(),
        Columns.mode(info.lock()),
        Columns.until(info.lock()),
        info.lock().legalHold() ? 1 : 0,
        seq);
  }

  static boolean tag(Connection connection, ObjectKey key, Map<String, String> tags) {
    return Sql.update(
            connection,
            "UPDATE objects SET tags = ? WHERE bucket = ? AND object_key = ?",
            Columns.write(tags),
            key.bucket(),
            key.key())
        == 1;
  }

  static StoredObject map(ResultSet row) throws SQLException {
    ObjectInfo info =
        new ObjectInfo(
            new ObjectKey(row.getString(1), row.getString(2)),
            row.getLong(4),
            row.getString(5),
            Instant.ofEpochMilli(row.getLong(6)),
            row.getString(7),
            Columns.readMap(row.getString(8)),
            row.getString(9),
            row.getInt(11),
            Columns.readChecksum(row.getString(12)),
            Columns.readMap(row.getString(13)),
            row.getString(14),
            StorageClass.valueOf(row.getString(15)),
            Columns.readLock(row, 16),
            KeyRing.isOfCustomer(row.getBytes(10)));
    return new StoredObject(row.getString(3), info, row.getBytes(10));
  }
}
