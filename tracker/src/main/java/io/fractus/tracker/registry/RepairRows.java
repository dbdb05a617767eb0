// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nodes that are lost, repairs that are under way, and what repair did. Not thread-safe. */
public final class RepairRows {
  private static final String SELECT =
      "SELECT r.bit_id, b.info_hash, r.node_id, r.gateway, r.bytes, r.urgency, r.began_at"
          + " FROM repairs r JOIN bits b ON b.id = r.bit_id ";

  private final Connection connection;

  /**
   * A node whose copies count as gone.
   *
   * @param node its key
   * @param at since when
   * @param declared whether an operator said so
   * @param reason why, for people
   */
  public record LostNode(long node, Instant at, boolean declared, String reason) {}

  /**
   * A repair that is under way.
   *
   * @param bit the row of the bit
   * @param infoHash its name
   * @param node who fetches a copy; 0 if a gateway rebuilds it
   * @param gateway which one that is; null if a node fetches it
   * @param bytes of a copy
   * @param urgency how soon it had to be done
   * @param began when it began
   */
  public record Repair(
      long bit,
      InfoHash infoHash,
      long node,
      @Nullable String gateway,
      long bytes,
      String urgency,
      Instant began) {}

  /** What is counted of repair. */
  public enum Count {
    /** Copies that were made from others, and their bytes. */
    COPIES,
    BYTES,
    /** Copies that were begun and given up. */
    GIVEN_UP,
    /** Bits that gateways rebuilt, their bytes, and what was read for that. */
    REBUILT,
    REBUILT_BYTES,
    READ_BYTES,
    /** Copies that were let go because there were more than wanted, and their bytes. */
    SURPLUS,
    SURPLUS_BYTES
  }

  /** What repair did on one or more days. */
  public record Done(
      long copies,
      long bytes,
      long givenUp,
      long rebuilt,
      long rebuiltBytes,
      long readBytes,
      long surplus,
      long surplusBytes) {}

  RepairRows(Connection connection) {
    this.connection = connection;
  }

  public List<LostNode> lostNodes() {
    return Sql.query(
        connection,
        "SELECT node_id, at, declared, reason FROM lost_nodes ORDER BY at DESC",
        row ->
            new LostNode(
                row.getLong(1),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getBoolean(3),
                row.getString(4)));
  }

  public void setLost(long node, boolean declared, String reason, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO lost_nodes (node_id, at, declared, reason) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (node_id) DO UPDATE SET declared = excluded.declared,"
            + " reason = excluded.reason",
        node,
        now.toEpochMilli(),
        declared ? 1 : 0,
        reason);
  }

  /** A node counts again; returns whether it was lost. */
  public boolean setFound(long node) {
    return Sql.update(connection, "DELETE FROM lost_nodes WHERE node_id = ?", node) > 0;
  }

  /** All repairs under way. */
  public List<Repair> all() {
    return Sql.query(connection, SELECT + "ORDER BY r.bit_id", row -> map(row));
  }

  /** The repair of a bit, if one is under way. */
  public Optional<Repair> of(long bit) {
    return Sql.queryFirst(connection, SELECT + "WHERE r.bit_id = ?", row -> map(row), bit);
  }

  /** The bits that a gateway has to itself. */
  public List<Repair> of(String gateway) {
    return Sql.query(connection, SELECT + "WHERE r.gateway = ?", row -> map(row), gateway);
  }

  /** The bits that gateways have to themselves. */
  public List<Repair> ofGateways() {
    return Sql.query(connection, SELECT + "WHERE r.gateway IS NOT NULL", row -> map(row));
  }

  private static Repair map(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Repair(
        row.getLong(1),
        InfoHash.of(row.getBytes(2)),
        row.getLong(3),
        row.getString(4),
        row.getLong(5),
        row.getString(6),
        Instant.ofEpochMilli(row.getLong(7)));
  }

  /** A node is told to fetch a copy; none of this bit may be under way. */
  public void beginCopy(long bit, long node, long bytes, String urgency, Instant now) {
    begin(bit, node, null, bytes, urgency, now);
  }

  /** A gateway is told to rebuild a bit; none of it may be under way. */
  public void beginRebuild(long bit, String gateway, long bytes, String urgency, Instant now) {
    begin(bit, null, gateway, bytes, urgency, now);
  }

  private void begin(
      long bit,
      @Nullable Long node,
      @Nullable String gateway,
      long bytes,
      String urgency,
      Instant now) {
    Sql.update(
        connection,
        "INSERT INTO repairs (bit_id, node_id, gateway, bytes, urgency, began_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        bit,
        node,
        gateway,
        bytes,
        urgency,
        now.toEpochMilli());
  }

  /** The repair of a bit is over. */
  public void end(long bit) {
    Sql.update(connection, "DELETE FROM repairs WHERE bit_id = ?", bit);
  }

  /** The rows of the bits after one, in their order. */
  public List<Long> bitsAfter(long bit, int most) {
    return Sql.query(
        connection,
        "SELECT id FROM bits WHERE id > ? ORDER BY id LIMIT ?",
        row -> row.getLong(1),
        bit,
        most);
  }

  /** The row of a bit. */
  public Optional<Long> key(InfoHash bit) {
    return Sql.queryFirst(
        connection, "SELECT id FROM bits WHERE info_hash = ?", row -> row.getLong(1), bit.bytes());
  }

  /** Counts what repair did. */
  public void count(Count what, long amount, Instant now) {
    String column = what.name().toLowerCase(Locale.ROOT);
    Sql.update(
        connection,
        "INSERT INTO repair_days (day, "
            + column
            + ") VALUES (?, ?)"
            + " ON CONFLICT (day) DO UPDATE SET "
            + column
            + " = "
            + column
            + " + excluded."
            + column,
        now.toEpochMilli() / Duration.ofDays(1).toMillis(),
        amount);
  }

  /** What repair did since a time, days counting whole. */
  public Done done(Instant since) {
    return Sql.query(
            connection,
            "SELECT COALESCE(SUM(copies), 0), COALESCE(SUM(bytes), 0),"
                + " COALESCE(SUM(given_up), 0), COALESCE(SUM(rebuilt), 0),"
                + " COALESCE(SUM(rebuilt_bytes), 0), COALESCE(SUM(read_bytes), 0),"
                + " COALESCE(SUM(surplus), 0), COALESCE(SUM(surplus_bytes), 0)"
                + " FROM repair_days WHERE day >= ?",
            row ->
                new Done(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8)),
            since.toEpochMilli() / Duration.ofDays(1).toMillis())
        .getFirst();
  }
}
