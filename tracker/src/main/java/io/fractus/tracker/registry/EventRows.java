// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of events, the newest {@link Limits#EVENTS_PER_NODE_MAX} of a node. */
public final class EventRows {
  private final Connection connection;

  EventRows(Connection connection) {
    this.connection = connection;
  }

  /** Records something that happened. */
  public void add(long node, String kind, @Nullable InfoHash bit, String detail, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO events (node_id, at, kind, bit, detail) VALUES (?, ?, ?, ?, ?)",
        node,
        now.toEpochMilli(),
        kind,
        bit == null ? null : bit.toString(),
        detail.substring(0, Math.min(detail.length(), Limits.EVENT_DETAIL_MAX)));
    Sql.update(
        connection,
        "DELETE FROM events WHERE node_id = ? AND id <= (SELECT id FROM events"
            + " WHERE node_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
        node,
        node,
        Limits.EVENTS_PER_NODE_MAX);
  }

  /** Records something that speaks against the node. */
  public void addFault(long node, String kind, @Nullable InfoHash bit, String detail, Instant now) {
    add(node, kind, bit, detail, now);
    Sql.update(connection, "UPDATE nodes SET faults = faults + 1 WHERE id = ?", node);
  }

  /** The events of a node, newest first. */
  public List<NodeEvent> of(long node) {
    return Sql.query(
        connection,
        "SELECT at, kind, bit, detail FROM events WHERE node_id = ? ORDER BY id DESC LIMIT ?",
        row ->
            new NodeEvent(
                Instant.ofEpochMilli(row.getLong(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4)),
        node,
        Limits.EVENTS_PER_NODE_MAX);
  }
}
