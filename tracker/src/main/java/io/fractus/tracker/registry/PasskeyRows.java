// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.torrents.PeerAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of the table of nodes that say how clients announce. Not thread-safe. */
public final class PasskeyRows {
  private static final String SELECT =
      "SELECT id, passkey_fingerprint, passkey_version, passkey_revoked_at IS NOT NULL, stock,"
          + " reported_up, reported_down FROM nodes ";

  private final Connection connection;
  private final Changes changes;

  PasskeyRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  public List<PasskeyRecord> all() {
    return Sql.query(connection, SELECT, PasskeyRows::map);
  }

  public Optional<PasskeyRecord> find(long node) {
    return Sql.queryFirst(connection, SELECT + "WHERE id = ?", PasskeyRows::map, node);
  }

  /** The keys of the nodes that are stock clients. */
  public Set<Long> stock() {
    return Set.copyOf(
        Sql.query(connection, "SELECT id FROM nodes WHERE stock", row -> row.getLong(1)));
  }

  /** Gives a node another passkey: the one before and all that were derived from it end. */
  public void rotate(long node, String fingerprint) {
    Sql.update(
        connection,
        "UPDATE nodes SET passkey_fingerprint = ?, passkey_version = passkey_version + 1,"
            + " passkey_revoked_at = NULL WHERE id = ?",
        fingerprint,
        node);
    changes.node(node);
  }

  /** Refuses the passkey of a node until it is given another. */
  public void revoke(long node, Instant now) {
    Sql.update(
        connection,
        "UPDATE nodes SET passkey_revoked_at = ? WHERE id = ?",
        now.toEpochMilli(),
        node);
    changes.node(node);
  }

  /** The node is a stock client. */
  public void setStock(long node) {
    Sql.update(connection, "UPDATE nodes SET stock = 1 WHERE id = ?", node);
    changes.node(node);
  }

  /** A stock client serves here, as a probe found. */
  public void setPeer(long node, PeerAddress peer) {
    Sql.update(
        connection,
        "UPDATE nodes SET host = ?, port = ? WHERE id = ?",
        peer.host(),
        peer.port(),
        node);
    changes.node(node);
  }

  /** Adds to what the clients of a node reported. */
  public void addReported(long node, long up, long down) {
    Sql.update(
        connection,
        "UPDATE nodes SET reported_up = reported_up + ?, reported_down = reported_down + ?"
            + " WHERE id = ?",
        up,
        down,
        node);
  }

  private static PasskeyRecord map(ResultSet row) throws SQLException {
    return new PasskeyRecord(
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getBoolean(4),
        row.getBoolean(5),
        row.getLong(6),
        row.getLong(7));
  }
}
