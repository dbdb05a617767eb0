// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What shall move from node to node, and what is on its way. Not thread-safe. */
public final class DrainRows {
  /** Bits of one stripe are written in one transaction, so their keys are as near as this. */
  private static final int STRIPE_KEYS = io.fractus.protocol.Limits.BITS_PER_STRIPE_MAX;

  private final Connection connection;

  /**
   * A bit of which a copy shall move.
   *
   * @param key its row
   * @param infoHash its name
   * @param footprint bytes that a copy takes of a share
   * @param copiesWanted how many nodes shall hold it
   * @param placed when a gateway first placed it, in milliseconds since 1970
   * @param adopted whether it was taken over from a node, and nobody knows when it was placed
   * @param extra how many more nodes may hold it for the sake of its readers
   * @param moving whether movement has a copy of it on its way
   */
  public record Bit(
      long key,
      InfoHash infoHash,
      long footprint,
      int copiesWanted,
      long placed,
      boolean adopted,
      int extra,
      boolean moving) {}

  /**
   * A copy of such a bit.
   *
   * @param node which node has it
   * @param site where that is
   * @param state how far it is
   * @param insteadOf the node that shall let go when this one is complete, 0 if none
   * @param changed when its state last changed
   * @param closed whether its node gets no new copies
   */
  public record Copy(
      long node, String site, CopyState state, long insteadOf, Instant changed, boolean closed) {}

  /** Where a look at the copies of a node goes on. */
  public record Cursor(String state, long bit) {
    public static final Cursor START = new Cursor("", 0);
  }

  DrainRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * Nodes that drain, nodes that drained and of which bits were taken over since, and nodes that
   * hold more than their share.
   */
  public List<Leaving> leaving() {
    return Sql.query(
        connection,
        // Each half by an index of its own: this is asked often, and few nodes are in it.
        "SELECT n.id, 1, n.copies, s.copies, n.used_bytes, n.share_bytes"
            + " FROM node_standing s JOIN nodes n ON n.id = s.node_id"
            + " WHERE s.state = 'DRAINING' OR (s.state = 'DRAINED' AND n.copies > 0)"
            + " UNION ALL SELECT n.id, 0, n.copies, 0, n.used_bytes, n.share_bytes"
            + " FROM nodes n INDEXED BY nodes_overfull WHERE n.used_bytes > n.share_bytes"
            + " AND NOT EXISTS (SELECT 1 FROM node_standing s WHERE s.node_id = n.id)",
        row ->
            new Leaving(
                row.getLong(1),
                row.getBoolean(2),
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6)));
  }

  /** All copies that are made instead of others which are still there. */
  public List<Replacement> replacements() {
    return Sql.query(
        connection,
        "SELECT c.bit_id, b.footprint, c.node_id, c.instead_of, c.state FROM copies c"
            + " JOIN bits b ON b.id = c.bit_id WHERE c.instead_of IS NOT NULL",
        row ->
            new Replacement(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                CopyState.valueOf(row.getString(5))));
  }

  /** The bits of some copies of a node after a place, complete ones first. */
  public List<Cursor> page(long node, Cursor after, int most) {
    return Sql.query(
        connection,
        "SELECT state, bit_id FROM copies WHERE node_id = ? AND (state, bit_id) > (?, ?)"
            + " ORDER BY state, bit_id LIMIT ?",
        row -> new Cursor(row.getString(1), row.getLong(2)),
        node,
        after.state(),
        after.bit(),
        most);
  }

  public Optional<Bit> bit(long key) {
    return Sql.queryFirst(
        connection,
        "SELECT id, info_hash, footprint, copies_wanted, placed_at,"
            + " source_host = ? AND source_port = ?,"
            + " COALESCE((SELECT e.copies FROM extras e WHERE e.bit_id = bits.id), 0),"
            + " EXISTS (SELECT 1 FROM moves m WHERE m.bit_id = bits.id) FROM bits WHERE id = ?",
        row ->
            new Bit(
                row.getLong(1),
                InfoHash.of(row.getBytes(2)),
                row.getLong(3),
                row.getInt(4),
                row.getLong(5),
                row.getBoolean(6),
                row.getInt(7),
                row.getBoolean(8)),
        BitRecord.NO_GATEWAY.host(),
        BitRecord.NO_GATEWAY.port(),
        key);
  }

  public List<Copy> copies(long bit) {
    return Sql.query(
        connection,
        "SELECT c.node_id, n.site, c.state, COALESCE(c.instead_of, 0), c.changed_at,"
            + " s.state IS NOT NULL FROM copies c JOIN nodes n ON n.id = c.node_id"
            + " LEFT JOIN node_standing s ON s.node_id = n.id WHERE c.bit_id = ?"
            + " ORDER BY c.ordinal",
        row ->
            new Copy(
                row.getLong(1),
                row.getString(2),
                CopyState.valueOf(row.getString(3)),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getBoolean(6)),
        bit);
  }

  /**
   * Nodes with a copy of a bit that may be of the same stripe: one that was placed in the same
   * transaction, at the same time. All mates of a bit are among them, and no others but what was
   * placed when placements had no time of their own yet. Of a bit that was taken over nothing is
   * known: any other that was may be its mate.
   */
  public Set<Long> matesHolders(Bit bit) {
    return bit.adopted() ? adoptedHolders(bit) : placedTogetherHolders(bit);
  }

  private Set<Long> placedTogetherHolders(Bit bit) {
    return new HashSet<>(
        Sql.query(
            connection,
            "SELECT DISTINCT c.node_id FROM bits b JOIN copies c ON c.bit_id = b.id"
                + " WHERE b.id BETWEEN ? AND ? AND b.id <> ? AND b.placed_at = ?",
            row -> row.getLong(1),
            bit.key() - STRIPE_KEYS,
            bit.key() + STRIPE_KEYS,
            bit.key(),
            bit.placed()));
  }

  private Set<Long> adoptedHolders(Bit bit) {
    return new HashSet<>(
        Sql.query(
            connection,
            "SELECT n.id FROM nodes n WHERE EXISTS (SELECT 1 FROM copies c JOIN bits b"
                + " ON b.id = c.bit_id WHERE c.node_id = n.id AND b.id <> ?"
                + " AND b.source_host = ? AND b.source_port = ?)",
            row -> row.getLong(1),
            bit.key(),
            BitRecord.NO_GATEWAY.host(),
            BitRecord.NO_GATEWAY.port()));
  }

  /** A copy is made so that a node may let go of its own. */
  public void setInsteadOf(long bit, long node, long insteadOf) {
    Sql.update(
        connection,
        "UPDATE copies SET instead_of = ? WHERE bit_id = ? AND node_id = ?",
        insteadOf,
        bit,
        node);
  }

  /** A node has let go of a bit, or shall keep it. */
  public void settle(long bit, long insteadOf) {
    Sql.update(
        connection,
        "UPDATE copies SET instead_of = NULL WHERE bit_id = ? AND instead_of = ?",
        bit,
        insteadOf);
  }
}
