// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What movement has begun and did, and which bits have copies for it. Not thread-safe. */
public final class MovementRows {
  private static final String SELECT =
      "SELECT m.bit_id, b.info_hash, b.footprint, m.node_id, COALESCE(m.from_id, 0), m.why,"
          + " m.bytes, m.began_at FROM moves m JOIN bits b ON b.id = m.bit_id ";

  private final Connection connection;

  /**
   * A copy that was begun.
   *
   * @param bit the row of the bit
   * @param infoHash its name
   * @param footprint bytes that a copy takes of a share
   * @param node who fetches it
   * @param from who lets go when it stands; 0 if nobody does
   * @param why the name of the reason
   * @param bytes of the copy
   * @param began when it was begun
   */
  public record Moved(
      long bit,
      InfoHash infoHash,
      long footprint,
      long node,
      long from,
      String why,
      long bytes,
      Instant began) {}

  /**
   * A bit that may have more copies than wanted.
   *
   * @param bit its row
   * @param infoHash its name
   * @param wanted how many nodes shall hold it in any case
   * @param extra how many more may
   * @param copies how many do or are about to
   */
  public record Extra(long bit, InfoHash infoHash, int wanted, int extra, int copies) {}

  /** What is counted of movement. */
  public enum Count {
    /** Bytes of copies that were begun. */
    BYTES,
    /** Copies made for readers. */
    HOT,
    /** Copies of cold bits that were moved. */
    COLD,
    /** Copies that were moved from slow nodes. */
    DEMOTED,
    /** Times that a bit was to have one copy for readers less. */
    FALLEN,
    /** Copies that were begun and given up. */
    GIVEN_UP
  }

  /** What movement did on one or more days. */
  public record Done(long bytes, long hot, long cold, long demoted, long fallen, long givenUp) {}

  /** How many copies there are beyond those wanted, and their bytes. */
  public record Extras(long copies, long bytes) {}

  MovementRows(Connection connection) {
    this.connection = connection;
  }

  /** All that is under way. */
  public List<Moved> all() {
    return Sql.query(connection, SELECT + "ORDER BY m.bit_id", MovementRows::map);
  }

  /** What is under way of a bit. */
  public Optional<Moved> of(long bit) {
    return Sql.queryFirst(connection, SELECT + "WHERE m.bit_id = ?", MovementRows::map, bit);
  }

  private static Moved map(ResultSet row) throws SQLException {
    return new Moved(
        row.getLong(1),
        InfoHash.of(row.getBytes(2)),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getString(6),
        row.getLong(7),
        Instant.ofEpochMilli(row.getLong(8)));
  }

  /** A node is told to fetch a copy; none of this bit may be under way. */
  public void begin(long bit, long node, long from, String why, long bytes, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO moves (bit_id, node_id, from_id, why, bytes, began_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        bit,
        node,
        from == 0 ? null : from,
        why,
        bytes,
        now.toEpochMilli());
  }

  /** What was under way of a bit is over. */
  public void end(long bit) {
    Sql.update(connection, "DELETE FROM moves WHERE bit_id = ?", bit);
  }

  /** How many copies a bit may have beyond those wanted. */
  public void setExtra(long bit, int copies) {
    if (copies <= 0) {
      Sql.update(connection, "DELETE FROM extras WHERE bit_id = ?", bit);
      return;
    }
    Sql.update(
        connection,
        "INSERT INTO extras (bit_id, copies) VALUES (?, ?)"
            + " ON CONFLICT (bit_id) DO UPDATE SET copies = excluded.copies",
        bit,
        copies);
  }

  /** Bits that may have more copies than wanted, after one, in their order. */
  public List<Extra> extrasAfter(long bit, int most) {
    return Sql.query(
        connection,
        "SELECT e.bit_id, b.info_hash, b.copies_wanted, e.copies,"
            + " (SELECT COUNT(*) FROM copies c WHERE c.bit_id = e.bit_id)"
            + " FROM extras e JOIN bits b ON b.id = e.bit_id WHERE e.bit_id > ?"
            + " ORDER BY e.bit_id LIMIT ?",
        row ->
            new Extra(
                row.getLong(1),
                InfoHash.of(row.getBytes(2)),
                row.getInt(3),
                row.getInt(4),
                row.getInt(5)),
        bit,
        most);
  }

  /** All copies that there may be beyond those wanted. */
  public Extras extras() {
    return Sql.query(
            connection,
            "SELECT COALESCE(SUM(e.copies), 0), COALESCE(SUM(e.copies * b.footprint), 0)"
                + " FROM extras e JOIN bits b ON b.id = e.bit_id",
            row -> new Extras(row.getLong(1), row.getLong(2)))
        .getFirst();
  }

  /** Counts what movement did. */
  public void count(Count what, long amount, Instant now) {
    String column = what.name().toLowerCase(Locale.ROOT);
    Sql.update(
        connection,
        "INSERT INTO movement_days (day, %1$s) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET"
                .formatted(column)
            + " %1$s = %1$s + excluded.%1$s".formatted(column),
        day(now),
        amount);
  }

  /** Counts what a node fetched or gave, and forgets other days. */
  public void countOf(long node, long bytes, Instant now) {
    Sql.update(connection, "DELETE FROM movement_node_days WHERE day <> ?", day(now));
    Sql.update(
        connection,
        "INSERT INTO movement_node_days (day, node_id, bytes) VALUES (?, ?, ?)"
            + " ON CONFLICT (day, node_id) DO UPDATE SET bytes = bytes + excluded.bytes",
        day(now),
        node,
        bytes);
  }

  /** Bytes that nodes fetched or gave on the day of a time. */
  public Map<Long, Long> ofNodes(Instant now) {
    Map<Long, Long> bytes = new HashMap<>();
    Sql.query(
            connection,
            "SELECT node_id, bytes FROM movement_node_days WHERE day = ?",
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            day(now))
        .forEach(node -> bytes.put(node.getKey(), node.getValue()));
    return bytes;
  }

  /** What movement did since a time, days counting whole. */
  public Done done(Instant since) {
    return Sql.query(
            connection,
            "SELECT COALESCE(SUM(bytes), 0), COALESCE(SUM(hot), 0), COALESCE(SUM(cold), 0),"
                + " COALESCE(SUM(demoted), 0), COALESCE(SUM(fallen), 0),"
                + " COALESCE(SUM(given_up), 0) FROM movement_days WHERE day >= ?",
            row ->
                new Done(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6)),
            day(since))
        .getFirst();
  }

  private static long day(Instant at) {
    return Math.floorDiv(at.toEpochMilli(), Duration.ofDays(1).toMillis());
  }
}
