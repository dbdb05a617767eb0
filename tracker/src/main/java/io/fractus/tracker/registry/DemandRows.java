// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** How often bits were read, as it was last written. Not thread-safe. */
public final class DemandRows {
  private final Connection connection;

  /**
   * The reads of a bit.
   *
   * @param bit its row
   * @param reads those that it had for sure
   * @param doubt those that it may have had beside
   * @param at when, by the time of the book
   */
  public record Reads(long bit, double reads, double doubt, long at) {}

  /**
   * What the book says of all other bits.
   *
   * @param at when, by its time
   * @param floor reads that they may have had
   */
  public record Book(long at, double floor) {}

  /** The row of a bit, and the bytes that a copy takes. */
  public record Size(long bit, long footprint) {}

  DemandRows(Connection connection) {
    this.connection = connection;
  }

  public Optional<Book> book() {
    return Sql.queryFirst(
        connection,
        "SELECT at, floor FROM demand_book",
        row -> new Book(row.getLong(1), row.getDouble(2)));
  }

  public void setBook(long at, double floor) {
    Sql.update(
        connection,
        "INSERT INTO demand_book (id, at, floor) VALUES (1, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET at = excluded.at, floor = excluded.floor",
        at,
        floor);
  }

  public List<Reads> all() {
    return Sql.query(
        connection,
        "SELECT bit_id, reads, doubt, at FROM demand",
        row -> new Reads(row.getLong(1), row.getDouble(2), row.getDouble(3), row.getLong(4)));
  }

  /** Writes the reads of a bit, unless it is gone. */
  public void put(Reads reads) {
    Sql.update(
        connection,
        "INSERT INTO demand (bit_id, reads, doubt, at)"
            + " SELECT id, ?, ?, ? FROM bits WHERE id = ? ON CONFLICT (bit_id) DO UPDATE SET"
            + " reads = excluded.reads, doubt = excluded.doubt, at = excluded.at",
        reads.reads(),
        reads.doubt(),
        reads.at(),
        reads.bit());
  }

  public void forget(long bit) {
    Sql.update(connection, "DELETE FROM demand WHERE bit_id = ?", bit);
  }

  /** Which row a bit is and how large, if it is known. */
  public Optional<Size> size(InfoHash bit) {
    return Sql.queryFirst(
        connection,
        "SELECT id, footprint FROM bits WHERE info_hash = ?",
        row -> new Size(row.getLong(1), row.getLong(2)),
        bit.bytes());
  }
}
