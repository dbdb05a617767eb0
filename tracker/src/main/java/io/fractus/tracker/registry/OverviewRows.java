// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Totals and pages for people: what is read here is never decided on. Not thread-safe. */
public final class OverviewRows {
  private static final String COMPLETE_OF_B =
      "(SELECT COUNT(*) FROM copies x WHERE x.bit_id = b.id AND x.state = 'COMPLETE')";

  private static final String SUMMARY =
      "SELECT b.info_hash, b.footprint, b.copies_wanted, b.placed_at,"
          + " COUNT(CASE WHEN c.state = 'COMPLETE' THEN 1 END),"
          + " COUNT(CASE WHEN c.state = 'WANTED' THEN 1 END),"
          + " COUNT(CASE WHEN c.state = 'SUSPECT' THEN 1 END)"
          + " FROM bits b LEFT JOIN copies c ON c.bit_id = b.id ";

  private static final String EVENT =
      "SELECT e.id, e.at, n.node_id, n.name, e.kind, e.bit, e.detail"
          + " FROM events e JOIN nodes n ON n.id = e.node_id ";

  private final Connection connection;

  /**
   * All bits and copies in sums.
   *
   * @param bits bits that are placed and not released
   * @param copiesWanted copies that they shall have together
   * @param wantingBits bits with fewer complete copies than they shall have
   * @param lostBits bits without a complete copy
   */
  public record Totals(long bits, long copiesWanted, long wantingBits, long lostBits) {}

  /**
   * Which events.
   *
   * @param node of this node only, or null
   * @param kind of this kind only, or null
   * @param before older than this one only, or null
   */
  public record EventFilter(@Nullable Long node, @Nullable String kind, @Nullable Long before) {}

  OverviewRows(Connection connection) {
    this.connection = connection;
  }

  /** Reads every bit and every copy: not for each request. */
  public Totals totals() {
    return Sql.query(
            connection,
            "SELECT COUNT(*), COALESCE(SUM(copies_wanted), 0),"
                + " COUNT(CASE WHEN complete < copies_wanted THEN 1 END),"
                + " COUNT(CASE WHEN complete = 0 THEN 1 END) FROM"
                + " (SELECT b.copies_wanted AS copies_wanted, "
                + COMPLETE_OF_B
                + " AS complete FROM bits b)",
            row -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .getFirst();
  }

  /** Bits, the newest first. */
  public List<BitSummary> bits(boolean wantingOnly, int offset, int limit) {
    return Sql.query(
        connection,
        SUMMARY
            + (wantingOnly ? "WHERE " + COMPLETE_OF_B + " < b.copies_wanted " : "")
            + "GROUP BY b.id ORDER BY b.id DESC LIMIT ? OFFSET ?",
        OverviewRows::summary,
        limit,
        offset);
  }

  public Optional<BitSummary> bit(InfoHash bit) {
    return Sql.queryFirst(
        connection,
        SUMMARY + "WHERE b.info_hash = ? GROUP BY b.id",
        OverviewRows::summary,
        bit.bytes());
  }

  private static BitSummary summary(ResultSet row) throws SQLException {
    return new BitSummary(
        InfoHash.of(row.getBytes(1)),
        row.getLong(2),
        row.getInt(3),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  /** The copies of a node, those that changed last first. */
  public List<HeldBit> heldBy(long node, @Nullable CopyState state, int offset, int limit) {
    return Sql.query(
        connection,
        "SELECT b.info_hash, b.footprint, c.state, c.changed_at, b.copies_wanted, "
            + COMPLETE_OF_B
            + " FROM copies c JOIN bits b ON b.id = c.bit_id"
            + " WHERE c.node_id = ? AND (? IS NULL OR c.state = ?)"
            + " ORDER BY c.changed_at DESC, b.id DESC LIMIT ? OFFSET ?",
        row ->
            new HeldBit(
                InfoHash.of(row.getBytes(1)),
                row.getLong(2),
                CopyState.valueOf(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5),
                row.getInt(6)),
        node,
        state == null ? null : state.name(),
        state == null ? null : state.name(),
        limit,
        offset);
  }

  public int countHeldBy(long node, @Nullable CopyState state) {
    return Sql.query(
            connection,
            "SELECT COUNT(*) FROM copies WHERE node_id = ? AND (? IS NULL OR state = ?)",
            row -> row.getInt(1),
            node,
            state == null ? null : state.name(),
            state == null ? null : state.name())
        .getFirst();
  }

  /** Events, the newest first. */
  public List<CloudEvent> events(EventFilter filter, int limit) {
    StringBuilder where = new StringBuilder("WHERE 1 = 1");
    List<Object> parameters = new ArrayList<>();
    if (filter.node() != null) {
      where.append(" AND e.node_id = ?");
      parameters.add(filter.node());
    }
    if (filter.kind() != null) {
      where.append(" AND e.kind = ?");
      parameters.add(filter.kind());
    }
    if (filter.before() != null) {
      where.append(" AND e.id < ?");
      parameters.add(filter.before());
    }
    parameters.add(limit);
    return Sql.query(
        connection,
        EVENT + where + " ORDER BY e.id DESC LIMIT ?",
        OverviewRows::event,
        parameters.toArray());
  }

  /** Events after one, the oldest first. */
  public List<CloudEvent> eventsAfter(long id, int limit) {
    return Sql.query(
        connection, EVENT + "WHERE e.id > ? ORDER BY e.id LIMIT ?", OverviewRows::event, id, limit);
  }

  /** The newest event, 0 if there is none. */
  public long lastEvent() {
    return Sql.query(connection, "SELECT COALESCE(MAX(id), 0) FROM events", row -> row.getLong(1))
        .getFirst();
  }

  private static CloudEvent event(ResultSet row) throws SQLException {
    return new CloudEvent(
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7));
  }
}
