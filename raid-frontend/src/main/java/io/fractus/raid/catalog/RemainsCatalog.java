// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.util.List;

/** What is left of what was deleted: objects to take apart, and bits to release. Thread-safe. */
public final class RemainsCatalog {
  private final Database database;

  RemainsCatalog(Database database) {
    this.database = database;
  }

  /** Objects whose stripes are to be taken apart. */
  public List<String> doomed(int max) {
    return doomed(0, max);
  }

  /**
   * Objects whose stripes are to be taken apart.
   *
   * @param skip so many of them are left out, the same ones if nothing was taken apart between
   */
  public List<String> doomed(int skip, int max) {
    return database.read(connection ->
        Sql.query(
            connection,
            "SELECT id FROM doomed ORDER BY rowid LIMIT ? OFFSET ?",
            row -> row.getString(1),
            max,
            skip));
  }

  /** Turns the bits of a doomed object into garbage; returns those that are staged. */
  public List<StoredBit> dismantle(String objectId) {
    return database.write(connection -> {
      List<StoredBit> staged = StripeTable.stagedBitsOf(connection, objectId);
      Sql.update(
          connection,
          "INSERT OR IGNORE INTO garbage (info_hash) SELECT info_hash FROM bits WHERE "
              + StripeTable.OF_OBJECT,
          objectId,
          objectId);
      Sql.update(connection, "DELETE FROM bits WHERE " + StripeTable.OF_OBJECT, objectId, objectId);
      Sql.update(
          connection, "DELETE FROM stripes WHERE " + StripeTable.OF_OBJECT, objectId, objectId);
      Sql.update(connection, "DELETE FROM parts WHERE owner = ?", objectId);
      Sql.update(connection, "DELETE FROM doomed WHERE id = ?", objectId);
      return staged;
    });
  }

  /** Bits that the tracker has still to be told of. */
  public List<InfoHash> garbage(int max) {
    return database.read(connection ->
        Sql.query(
            connection,
            "SELECT info_hash FROM garbage LIMIT ?",
            row -> InfoHash.of(row.getBytes(1)),
            max));
  }

  /** The tracker has been told of these. */
  public void forgetGarbage(List<InfoHash> bits) {
    database.write(connection -> {
      for (InfoHash bit : bits) {
        Sql.update(connection, "DELETE FROM garbage WHERE info_hash = ?", bit.bytes());
      }
      return null;
    });
  }
}
