// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of copies; keeps the nodes' used bytes right with it. Not thread-safe. */
public final class CopyRows {
  private static final String HOLDERS =
      "SELECT "
          + NodeRows.COLUMNS
          + ", c.ordinal, c.state, n.stock FROM copies c JOIN nodes n ON n.id = c.node_id ";

  private final Connection connection;
  private final Changes changes;

  CopyRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  /** A wanted copy more, after those that the bit has. */
  public void add(BitRecord bit, long node, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO copies (bit_id, node_id, ordinal, state, changed_at) VALUES (?, ?,"
            + " (SELECT COALESCE(MAX(ordinal) + 1, 0) FROM copies WHERE bit_id = ?), ?, ?)",
        bit.key(),
        node,
        bit.key(),
        CopyState.WANTED.name(),
        now.toEpochMilli());
    Sql.update(
        connection,
        "UPDATE nodes SET used_bytes = used_bytes + ?, copies = copies + 1 WHERE id = ?",
        bit.footprint(),
        node);
    changes.load(node);
    changes.bit(bit.metainfo().infoHash());
  }

  /** Removes a copy; returns whether there was one. */
  public boolean remove(long bit, long node) {
    int removed =
        Sql.update(connection, "DELETE FROM copies WHERE bit_id = ? AND node_id = ?", bit, node);
    if (removed > 0) {
      Sql.update(
          connection,
          "UPDATE nodes SET copies = copies - 1,"
              + " used_bytes = used_bytes - (SELECT footprint FROM bits WHERE id = ?)"
              + " WHERE id = ?",
          bit,
          node);
      changes.load(node);
      Sql.queryFirst(
              connection,
              "SELECT info_hash FROM bits WHERE id = ?",
              row -> InfoHash.of(row.getBytes(1)),
              bit)
          .ifPresent(changes::damaged);
    }
    return removed > 0;
  }

  /**
   * Takes copies from a node, whatever their state. The node's used bytes are right again when
   * there are no more.
   *
   * @return the bits, at most so many; fewer if these were all
   */
  public List<InfoHash> takeSome(long node, int most) {
    List<InfoHash> taken =
        Sql.query(
            connection,
            "DELETE FROM copies WHERE node_id = ? AND bit_id IN"
                + " (SELECT bit_id FROM copies WHERE node_id = ? LIMIT ?)"
                + " RETURNING (SELECT info_hash FROM bits WHERE id = bit_id)",
            row -> InfoHash.of(row.getBytes(1)),
            node,
            node,
            most);
    taken.forEach(changes::damaged);
    if (taken.size() < most) {
      Sql.update(connection, "UPDATE nodes SET copies = 0, used_bytes = 0 WHERE id = ?", node);
      changes.load(node);
    }
    return taken;
  }

  /**
   * Deletes bits with all their copies; those that are not known are passed over.
   *
   * @return the nodes that had a copy of each bit that was known
   */
  public Map<InfoHash, List<Long>> release(List<InfoHash> infoHashes) {
    Map<InfoHash, List<Long>> holders = new HashMap<>();
    Map<Long, Long> freedBytes = new HashMap<>();
    Map<Long, Integer> freedCopies = new HashMap<>();
    for (InfoHash infoHash : infoHashes) {
      var known =
          Sql.queryFirst(
              connection,
              "SELECT id, footprint FROM bits WHERE info_hash = ?",
              row -> new long[] {row.getLong(1), row.getLong(2)},
              infoHash.bytes());
      if (known.isEmpty()) {
        continue;
      }
      long[] bit = known.get();
      List<Long> nodes =
          Sql.query(
              connection,
              "DELETE FROM copies WHERE bit_id = ? RETURNING node_id",
              row -> row.getLong(1),
              bit[0]);
      for (long node : nodes) {
        freedBytes.merge(node, bit[1], Long::sum);
        freedCopies.merge(node, 1, Integer::sum);
      }
      Sql.update(connection, "DELETE FROM bits WHERE id = ?", bit[0]);
      holders.put(infoHash, nodes);
      changes.bit(infoHash);
    }
    for (Map.Entry<Long, Long> freed : freedBytes.entrySet()) {
      Sql.update(
          connection,
          "UPDATE nodes SET used_bytes = used_bytes - ?, copies = copies - ? WHERE id = ?",
          freed.getValue(),
          freedCopies.get(freed.getKey()),
          freed.getKey());
      changes.load(freed.getKey());
    }
    return holders;
  }

  /** Sets the state of a copy; returns whether there is one. */
  public boolean set(InfoHash infoHash, long node, CopyState state, Instant now) {
    if (state == CopyState.COMPLETE) {
      changes.bit(infoHash);
    } else {
      changes.damaged(infoHash);
    }
    return Sql.update(
            connection,
            "UPDATE copies SET state = ?, changed_at = ? WHERE node_id = ?"
                + " AND bit_id = (SELECT id FROM bits WHERE info_hash = ?)",
            state.name(),
            now.toEpochMilli(),
            node,
            infoHash.bytes())
        > 0;
  }

  /** The state of one copy. */
  public Optional<CopyState> state(InfoHash infoHash, long node) {
    return Sql.queryFirst(
        connection,
        "SELECT c.state FROM copies c JOIN bits b ON b.id = c.bit_id"
            + " WHERE b.info_hash = ? AND c.node_id = ?",
        row -> CopyState.valueOf(row.getString(1)),
        infoHash.bytes(),
        node);
  }

  /** The states of all copies of a bit by node, in the order in which they were placed. */
  public Map<Long, CopyState> states(InfoHash infoHash) {
    Map<Long, CopyState> states = new LinkedHashMap<>();
    Sql.query(
            connection,
            "SELECT c.node_id, c.state FROM copies c JOIN bits b ON b.id = c.bit_id"
                + " WHERE b.info_hash = ? ORDER BY c.ordinal",
            row -> Map.entry(row.getLong(1), CopyState.valueOf(row.getString(2))),
            infoHash.bytes())
        .forEach(copy -> states.put(copy.getKey(), copy.getValue()));
    return states;
  }

  /** All copies of a bit in the order in which they were placed. */
  public List<Holder> holders(long bit) {
    return Sql.query(
        connection, HOLDERS + "WHERE c.bit_id = ? ORDER BY c.ordinal", CopyRows::holder, bit);
  }

  /** The same by the bit's name; none if it is not known. */
  public List<Holder> holders(InfoHash infoHash) {
    return Sql.query(
        connection,
        HOLDERS + "WHERE c.bit_id = (SELECT id FROM bits WHERE info_hash = ?) ORDER BY c.ordinal",
        CopyRows::holder,
        infoHash.bytes());
  }

  private static Holder holder(ResultSet row) throws SQLException {
    return new Holder(
        NodeRows.map(row),
        row.getInt(15),
        CopyState.valueOf(row.getString(16)),
        row.getBoolean(17));
  }

  /** How many complete copies a bit has. */
  public int complete(InfoHash infoHash) {
    return Sql.query(
            connection,
            "SELECT COUNT(*) FROM copies c JOIN bits b ON b.id = c.bit_id"
                + " WHERE b.info_hash = ? AND c.state = ?",
            row -> row.getInt(1),
            infoHash.bytes(),
            CopyState.COMPLETE.name())
        .getFirst();
  }

  /** How many complete copies a node has. */
  public long complete(long node) {
    return Sql.query(
            connection,
            "SELECT COUNT(*) FROM copies WHERE node_id = ? AND state = ?",
            row -> row.getLong(1),
            node,
            CopyState.COMPLETE.name())
        .getFirst();
  }

  /** The copies of a node and their states. */
  public Map<InfoHash, CopyState> ofNode(long node) {
    return Sql.query(
            connection,
            "SELECT b.info_hash, c.state FROM copies c JOIN bits b ON b.id = c.bit_id"
                + " WHERE c.node_id = ?",
            row -> Map.entry(InfoHash.of(row.getBytes(1)), CopyState.valueOf(row.getString(2))),
            node)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The copies of a node that are in this state. */
  public Map<InfoHash, CopyState> ofNode(long node, CopyState state) {
    return Sql.query(
            connection,
            "SELECT b.info_hash FROM copies c JOIN bits b ON b.id = c.bit_id"
                + " WHERE c.node_id = ? AND c.state = ?",
            row -> InfoHash.of(row.getBytes(1)),
            node,
            state.name())
        .stream()
        .collect(Collectors.toMap(bit -> bit, _ -> state));
  }

  /** What a stock client shall have: what it has not yet first, and of each the newest first. */
  public List<FeedItem> feed(long node, int max) {
    return Sql.query(
        connection,
        "SELECT b.info_hash, b.footprint, c.changed_at FROM copies c"
            + " JOIN bits b ON b.id = c.bit_id WHERE c.node_id = ?"
            + " ORDER BY c.state = ? DESC, c.changed_at DESC LIMIT ?",
        row ->
            new FeedItem(
                InfoHash.of(row.getBytes(1)), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))),
        node,
        CopyState.WANTED.name(),
        max);
  }

  /** Bits that wait for a source, and this node is complete in them. */
  public List<InfoHash> waitingFor(long node) {
    return Sql.query(
        connection,
        "SELECT DISTINCT b.info_hash FROM copies mine"
            + " JOIN copies other ON other.bit_id = mine.bit_id AND other.state = ?"
            + " JOIN bits b ON b.id = mine.bit_id WHERE mine.node_id = ? AND mine.state = ?",
        row -> InfoHash.of(row.getBytes(1)),
        CopyState.WANTED.name(),
        node,
        CopyState.COMPLETE.name());
  }

  /** How many copies are in each state. */
  public Map<CopyState, Long> countByState() {
    return Sql.query(
            connection,
            "SELECT state, COUNT(*) FROM copies GROUP BY state",
            row -> Map.entry(CopyState.valueOf(row.getString(1)), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
