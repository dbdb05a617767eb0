// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.PartInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of parts, of uploads and of objects. */
final class PartTable {
  private static final String COLUMNS = "number, plain_offset, size, etag, modified, checksum";

  private PartTable() {}

  static void insert(
      Connection connection, String id, String owner, PartInfo part, byte[] wrappedKey) {
    Sql.update(
        connection,
        "INSERT INTO parts (id, owner, wrapped_key, "
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?)",
        id,
        owner,
        wrappedKey,
        part.number(),
        part.offset(),
        part.size(),
        part.etag(),
        part.lastModified().toEpochMilli(),
        Columns.write(part.checksum()));
  }

  static List<PartInfo> after(Connection connection, String owner, int after, int max) {
    return Sql.query(
        connection,
        "SELECT " + COLUMNS + " FROM parts WHERE owner = ? AND number > ? ORDER BY number LIMIT ?",
        PartTable::map,
        owner,
        after,
        max);
  }

  /** Dooms a part if there is one of that number: its owner goes on without it. */
  static void doom(Connection connection, String owner, int number) {
    Sql.update(
        connection,
        "INSERT INTO doomed (id) SELECT id FROM parts WHERE owner = ? AND number = ?",
        owner,
        number);
    Sql.update(connection, "DELETE FROM parts WHERE owner = ? AND number = ?", owner, number);
  }

  static void place(Connection connection, String owner, PartInfo part) {
    Sql.update(
        connection,
        "UPDATE parts SET plain_offset = ? WHERE owner = ? AND number = ?",
        part.offset(),
        owner,
        part.number());
  }

  static Optional<byte[]> wrappedKey(Connection connection, String id) {
    return Sql.queryFirst(
        connection, "SELECT wrapped_key FROM parts WHERE id = ?", row -> row.getBytes(1), id);
  }

  private static PartInfo map(ResultSet row) throws SQLException {
    return new PartInfo(
        row.getInt(1),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        Columns.readChecksum(row.getString(6)));
  }
}
