// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.VersionInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of versions that are not shown, and of delete markers. */
final class VersionTable {
  private static final int MARKER = ObjectTable.SEQ + 1;
  private static final int LATEST = MARKER + 1;
  private static final String AT = " WHERE bucket = ? AND object_key = ?";
  private static final String ALL =
      "SELECT " + ObjectTable.COLUMNS + ", seq, marker FROM old_versions";

  /** A marker is the last of its key if nothing is shown there and nothing is newer. */
  private static final String ALL_WITH_LATEST =
      "SELECT "
          + ObjectTable.COLUMNS
          + ", seq, marker, marker = 1 AND NOT EXISTS (SELECT 1 FROM objects o WHERE"
          + " o.bucket = v.bucket AND o.object_key = v.object_key) AND NOT EXISTS (SELECT 1 FROM"
          + " old_versions n WHERE n.bucket = v.bucket AND n.object_key = v.object_key AND"
          + " n.seq > v.seq) FROM old_versions v";

  private VersionTable() {}

  /**
   * A row of the table.
   *
   * @param object what it is; of a delete marker only key, version and time mean something
   * @param latest told in listings only
   */
  record Row(StoredObject object, long seq, boolean marker, boolean latest) {
    VersionInfo info() {
      return new VersionInfo(
          object.info().key(),
          object.info().version(),
          latest,
          object.info().lastModified(),
          marker ? Optional.empty() : Optional.of(object.info()));
    }
  }

  /** What is shown becomes an old version. */
  static void hide(Connection connection, StoredObject object) {
    Sql.update(
        connection,
        "INSERT INTO old_versions ("
            + ObjectTable.COLUMNS
            + ", seq, marker) SELECT "
            + ObjectTable.COLUMNS
            + ", seq, 0 FROM objects WHERE id = ?",
        object.id());
    Sql.update(connection, "DELETE FROM objects WHERE id = ?", object.id());
  }

  /** An old version is shown. */
  static void show(Connection connection, StoredObject object) {
    Sql.update(
        connection,
        "INSERT INTO objects ("
            + ObjectTable.COLUMNS
            + ", seq) SELECT "
            + ObjectTable.COLUMNS
            + ", seq FROM old_versions WHERE id = ?",
        object.id());
    delete(connection, object.id());
  }

  static void insertMarker(
      Connection connection, ObjectKey key, String id, String version, long seq, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO old_versions ("
            + ObjectTable.COLUMNS
            + ", seq, marker) VALUES (?, ?, ?, 0, '', ?, '', '{}', '', x'', 0, '', '{}', ?,"
            + " 'STANDARD', '', 0, 0, ?, 1)",
        key.bucket(),
        key.key(),
        id,
        now.toEpochMilli(),
        version,
        seq);
  }

  static void delete(Connection connection, String id) {
    Sql.update(connection, "DELETE FROM old_versions WHERE id = ?", id);
  }

  static Optional<Row> find(Connection connection, ObjectKey key, String version) {
    return Sql.queryFirst(
        connection,
        ALL + AT + " AND version = ?",
        row -> map(row, false),
        key.bucket(),
        key.key(),
        version);
  }

  /** The newest of those that are not shown. */
  static Optional<Row> newest(Connection connection, ObjectKey key) {
    return Sql.queryFirst(
        connection,
        ALL + AT + " ORDER BY seq DESC LIMIT 1",
        row -> map(row, false),
        key.bucket(),
        key.key());
  }

  static Optional<StoredObject> byId(Connection connection, String id) {
    return Sql.queryFirst(
        connection, ALL + " WHERE id = ? AND marker = 0", row -> map(row, false).object(), id);
  }

  static Optional<WrappedKey> anyKey(Connection connection) {
    return Sql.queryFirst(
        connection,
        "SELECT id, wrapped_key FROM old_versions WHERE marker = 0 LIMIT 1",
        row -> new WrappedKey(row.getString(1), row.getBytes(2)));
  }

  static boolean hasAny(Connection connection, String bucket) {
    return Sql.queryFirst(
            connection, "SELECT 1 FROM old_versions WHERE bucket = ? LIMIT 1", row -> 1, bucket)
        .isPresent();
  }

  static void tag(Connection connection, String id, Map<String, String> tags) {
    Sql.update(
        connection, "UPDATE old_versions SET tags = ? WHERE id = ?", Columns.write(tags), id);
  }

  /** Old versions of one key with lower numbers than this, from the last to the first. */
  static List<Row> below(Connection connection, String bucket, String key, long seq, int max) {
    return Sql.query(
        connection,
        ALL_WITH_LATEST + AT + " AND seq < ? ORDER BY seq DESC LIMIT ?",
        row -> map(row, row.getBoolean(LATEST)),
        bucket,
        key,
        seq,
        max);
  }

  /** Old versions by key, those of one key from the last to the first; see ObjectTable.scan. */
  static List<Row> scan(Connection connection, String bucket, String after, String from, int max) {
    KeyCursor cursor = KeyCursor.of(after, from);
    return Sql.query(
        connection,
        ALL_WITH_LATEST
            + " WHERE bucket = ? AND "
            + cursor.condition()
            + " ORDER BY object_key, seq DESC LIMIT ?",
        row -> map(row, row.getBoolean(LATEST)),
        bucket,
        cursor.key(),
        max);
  }

  private static Row map(ResultSet row, boolean latest) throws SQLException {
    return new Row(
        ObjectTable.map(row), row.getLong(ObjectTable.SEQ), row.getInt(MARKER) == 1, latest);
  }
}
