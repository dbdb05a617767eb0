// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators decided about nodes, and how they change them. Not thread-safe. */
public final class AdminRows {
  private final Connection connection;
  private final Changes changes;

  AdminRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  public Standing standing(long node) {
    return Sql.queryFirst(
            connection,
            "SELECT state FROM node_standing WHERE node_id = ?",
            row -> Standing.valueOf(row.getString(1)),
            node)
        .orElse(Standing.ACTIVE);
  }

  /** The standing of every node that is not active. */
  public Map<Long, Standing> standings() {
    return Sql.query(
            connection,
            "SELECT node_id, state FROM node_standing",
            row -> Map.entry(row.getLong(1), Standing.valueOf(row.getString(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Nodes that get no new copies. */
  public Set<Long> closed() {
    return Set.copyOf(
        Sql.query(connection, "SELECT node_id FROM node_standing", row -> row.getLong(1)));
  }

  public void setStanding(long node, Standing standing, Instant now) {
    changes.load(node);
    if (standing == Standing.ACTIVE) {
      Sql.update(connection, "DELETE FROM node_standing WHERE node_id = ?", node);
      return;
    }
    Sql.update(
        connection,
        "INSERT INTO node_standing (node_id, state, since, copies)"
            + " SELECT id, ?, ?, copies FROM nodes WHERE id = ?"
            + " ON CONFLICT (node_id) DO UPDATE SET state = excluded.state, since = excluded.since",
        standing.name(),
        now.toEpochMilli(),
        node);
  }

  /** The standing of a node is as the node itself wished. */
  public void setByNode(long node) {
    Sql.update(connection, "UPDATE node_standing SET by_node = 1 WHERE node_id = ?", node);
  }

  /** Whether the standing of a node is as the node itself wished. */
  public boolean isByNode(long node) {
    return Sql.queryFirst(
            connection,
            "SELECT by_node FROM node_standing WHERE node_id = ?",
            row -> row.getBoolean(1),
            node)
        .orElse(false);
  }

  /** Makes the node's token match nothing from now on: no fingerprint looks like this. */
  public void forgetToken(long node) {
    Sql.update(
        connection,
        "UPDATE nodes SET token_fingerprint = 'revoked-' || node_id WHERE id = ?",
        node);
    changes.node(node);
  }

  /** Sets what people call a node and where they say that it is; its name must be free. */
  public void describe(long node, String name, String site, String region, String nodeClass) {
    Sql.update(
        connection,
        "UPDATE nodes SET name = ?, site = ?, region = ?, node_class = ? WHERE id = ?",
        name,
        site,
        region,
        nodeClass,
        node);
    changes.node(node);
  }
}
