// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of nodes. Secrets are in it as fingerprints only. Not thread-safe. */
public final class NodeRows {
  /** What {@link #map} reads, of a table that the query calls n. */
  static final String COLUMNS =
      "n.id, n.node_id, n.name, n.site, n.region, n.node_class, n.host, n.port, n.share_bytes,"
          + " n.used_bytes, n.copies, n.faults, n.joined_at, n.last_seen_at";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM nodes n ";

  private static final String SPACES =
      "SELECT n.id, n.site, n.region, n.node_class, n.share_bytes, n.used_bytes, n.joined_at,"
          + " s.state IS NOT NULL FROM nodes n LEFT JOIN node_standing s ON s.node_id = n.id ";

  private static final String MEMBERS =
      "WHERE n.id NOT IN (SELECT node_id FROM node_standing WHERE state = 'REVOKED')";

  private final Connection connection;
  private final Changes changes;

  NodeRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  /** Adds a node; its name must be free. */
  public void add(
      JoinRequest request,
      PeerAddress peer,
      String nodeId,
      String tokenFingerprint,
      String passkeyFingerprint,
      Instant now) {
    Sql.update(
        connection,
        "INSERT INTO nodes (node_id, name, site, region, node_class, host, port, version,"
            + " share_bytes, token_fingerprint, passkey_fingerprint, joined_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        nodeId,
        request.name(),
        request.site(),
        request.region(),
        request.nodeClass(),
        peer.host(),
        peer.port(),
        request.version(),
        request.shareBytes(),
        tokenFingerprint,
        passkeyFingerprint,
        now.toEpochMilli());
    byNodeId(nodeId).ifPresent(node -> changes.node(node.key()));
  }

  /** All nodes that were not revoked, in the order in which they joined. */
  public List<NodeRecord> all() {
    return Sql.query(connection, SELECT + MEMBERS + " ORDER BY n.id", NodeRows::map);
  }

  /** Where nodes that were not revoked are and what space they have: so many after one of them. */
  public List<NodeSpace> spaces(long after, int most) {
    return Sql.query(
        connection,
        SPACES + "WHERE n.id > ? AND COALESCE(s.state, '') <> 'REVOKED' ORDER BY n.id LIMIT ?",
        NodeSpace::map,
        after,
        most);
  }

  /** The same of one; none if it was revoked. */
  public Optional<NodeSpace> space(long node) {
    return Sql.queryFirst(
        connection,
        SPACES + "WHERE n.id = ? AND COALESCE(s.state, '') <> 'REVOKED'",
        NodeSpace::map,
        node);
  }

  /** The revoked nodes too. */
  public List<NodeRecord> everJoined() {
    return Sql.query(connection, SELECT + "ORDER BY n.id", NodeRows::map);
  }

  /** Nodes that were not revoked. */
  public int count() {
    return Sql.query(connection, "SELECT COUNT(*) FROM nodes n " + MEMBERS, row -> row.getInt(1))
        .getFirst();
  }

  public Optional<NodeRecord> byName(String name) {
    return Sql.queryFirst(connection, SELECT + "WHERE n.name = ?", NodeRows::map, name);
  }

  public Optional<NodeRecord> byKey(long node) {
    return Sql.queryFirst(connection, SELECT + "WHERE n.id = ?", NodeRows::map, node);
  }

  public Optional<NodeRecord> byNodeId(String nodeId) {
    return Sql.queryFirst(connection, SELECT + "WHERE n.node_id = ?", NodeRows::map, nodeId);
  }

  public Optional<NodeRecord> byToken(String fingerprint) {
    return Sql.queryFirst(
        connection, SELECT + "WHERE n.token_fingerprint = ?", NodeRows::map, fingerprint);
  }

  public Optional<NodeRecord> byPasskey(String fingerprint) {
    return Sql.queryFirst(
        connection, SELECT + "WHERE n.passkey_fingerprint = ?", NodeRows::map, fingerprint);
  }

  /** What the node said when it came. */
  public void came(long node, PeerAddress peer, long shareBytes, String version, Instant now) {
    Sql.update(
        connection,
        "UPDATE nodes SET host = ?, port = ?, share_bytes = ?, version = ?, last_seen_at = ?"
            + " WHERE id = ?",
        peer.host(),
        peer.port(),
        shareBytes,
        version,
        now.toEpochMilli(),
        node);
    changes.node(node);
  }

  public void setShare(long node, long shareBytes) {
    Sql.update(connection, "UPDATE nodes SET share_bytes = ? WHERE id = ?", shareBytes, node);
    changes.load(node);
  }

  public void setLastSeen(long node, Instant at) {
    Sql.update(
        connection, "UPDATE nodes SET last_seen_at = ? WHERE id = ?", at.toEpochMilli(), node);
  }

  static NodeRecord map(ResultSet row) throws SQLException {
    long lastSeen = row.getLong(14);
    @Nullable Instant lastSeenAt = row.wasNull() ? null : Instant.ofEpochMilli(lastSeen);
    return new NodeRecord(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        new PeerAddress(row.getString(7), row.getInt(8)),
        row.getLong(9),
        row.getLong(10),
        row.getInt(11),
        row.getInt(12),
        Instant.ofEpochMilli(row.getLong(13)),
        lastSeenAt);
  }
}
