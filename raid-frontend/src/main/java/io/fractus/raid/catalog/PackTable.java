// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tables of packs and of the objects in them. */
final class PackTable {
  /*
   * INVARIANT: at the end of each transaction the live bytes of a pack are the lengths of the
   * objects that lie in it, and there is no pack without any: its stripe is doomed with the last.
   * Triggers count what all of them are together.
   */
  private PackTable() {}

  static void insert(Connection connection, StoredPack pack, long created) {
    Sql.update(
        connection,
        "INSERT INTO packs (id, layout, created, sealed_length, live) VALUES (?, ?, ?, ?, ?)",
        pack.id(),
        pack.layout(),
        created,
        pack.sealedLength(),
        pack.live());
  }

  static void insertObject(Connection connection, String objectId, PackSlot slot) {
    Sql.update(
        connection,
        "INSERT INTO packed (object_id, pack_id, sealed_offset, sealed_length)"
            + " VALUES (?, ?, ?, ?)",
        objectId,
        slot.packId(),
        slot.offset(),
        slot.length());
  }

  static Optional<PackSlot> slot(Connection connection, String objectId) {
    return Sql.queryFirst(
        connection,
        "SELECT pack_id, sealed_offset, sealed_length FROM packed WHERE object_id = ?",
        row -> new PackSlot(row.getString(1), row.getLong(2), row.getLong(3)),
        objectId);
  }

  /** What lies in a pack, from its start to its end. */
  static List<PackedObject> objects(Connection connection, String packId) {
    return Sql.query(
        connection,
        "SELECT object_id, sealed_offset, sealed_length FROM packed WHERE pack_id = ?"
            + " ORDER BY sealed_offset",
        row ->
            new PackedObject(
                row.getString(1), new PackSlot(packId, row.getLong(2), row.getLong(3))),
        packId);
  }

  /** Takes an object out of its pack; returns whether it was in one. */
  static boolean release(Connection connection, String objectId) {
    Optional<PackSlot> slot = slot(connection, objectId);
    if (slot.isEmpty()) {
      return false;
    }
    Sql.update(connection, "DELETE FROM packed WHERE object_id = ?", objectId);
    leaveHole(connection, slot.get().packId(), slot.get().length());
    return true;
  }

  /** So many bytes of a pack are nobody's any more; one in which nothing is left is doomed. */
  static void leaveHole(Connection connection, String packId, long length) {
    Sql.update(connection, "UPDATE packs SET live = live - ? WHERE id = ?", length, packId);
    int gone = Sql.update(connection, "DELETE FROM packs WHERE id = ? AND live = 0", packId);
    if (gone > 0) {
      Sql.update(connection, "INSERT INTO doomed (id) VALUES (?)", packId);
    }
  }

  /** Puts an object elsewhere if it is still where it was; returns whether it was. */
  static boolean move(Connection connection, PackedObject object, PackSlot to) {
    int moved =
        Sql.update(
            connection,
            "UPDATE packed SET pack_id = ?, sealed_offset = ?"
                + " WHERE object_id = ? AND pack_id = ? AND sealed_offset = ?",
            to.packId(),
            to.offset(),
            object.objectId(),
            object.slot().packId(),
            object.slot().offset());
    if (moved > 0) {
      leaveHole(connection, object.slot().packId(), object.slot().length());
    }
    return moved > 0;
  }

  /** Packs with more holes than objects, the emptiest first. */
  static List<StoredPack> hollow(Connection connection, int max) {
    return Sql.query(
        connection,
        "SELECT id, layout, sealed_length, live FROM packs WHERE live * 2 < sealed_length"
            + " ORDER BY live LIMIT ?",
        PackTable::pack,
        max);
  }

  /** Packs with fewer live bytes than this, the emptiest first. */
  static List<StoredPack> below(Connection connection, long live, int max) {
    return Sql.query(
        connection,
        "SELECT id, layout, sealed_length, live FROM packs WHERE live < ? ORDER BY live LIMIT ?",
        PackTable::pack,
        live,
        max);
  }

  static PackTotals totals(Connection connection) {
    return Sql.query(
            connection,
            "SELECT packs, objects, live_bytes, sealed_bytes - live_bytes FROM pack_totals",
            row -> new PackTotals(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .getFirst();
  }

  private static StoredPack pack(ResultSet row) throws SQLException {
    return new StoredPack(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4));
  }
}
