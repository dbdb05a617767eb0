// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of acknowledged objects. */
final class ObjectTable {
  private static final String COLUMNS =
      "bucket, object_key, id, size, etag, modified, content_type, metadata, layout, wrapped_key,"
          + " parts, checksum, tags";

  private ObjectTable() {}

  static Optional<StoredObject> find(Connection connection, ObjectKey key) {
    return Sql.queryFirst(
        connection,
        "SELECT " + COLUMNS + " FROM objects WHERE bucket = ? AND object_key = ?",
        ObjectTable::map,
        key.bucket(),
        key.key());
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
    return Sql.query(
        connection,
        "SELECT "
            + COLUMNS
            + " FROM objects WHERE bucket = ? AND object_key > ? AND object_key >= ?"
            + " ORDER BY object_key LIMIT ?",
        row -> map(row).info(),
        bucket,
        after,
        from,
        max);
  }

  static void insert(Connection connection, StoredObject object) {
    ObjectInfo info = object.info();
    Sql.update(
        connection,
        "INSERT INTO objects (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?," + " ?, ?)",
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
        Columns.write(info.tags()));
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

  private static StoredObject map(ResultSet row) throws SQLException {
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
            Columns.readMap(row.getString(13)));
    return new StoredObject(row.getString(3), info, row.getBytes(10));
  }
}
