// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When copies were audited. Within one transaction; not thread-safe. */
public final class AuditRows {
  private final Connection connection;

  AuditRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * A complete copy of a node.
   *
   * @param bit its key
   * @param auditedMillis when it was last audited, 0 for never
   */
  public record Drawn(long bit, long auditedMillis) {}

  /** One of the complete copies of a node, counted from 0. */
  public Optional<Drawn> drawn(long node, long index) {
    return Sql.queryFirst(
        connection,
        "SELECT bit_id, audited_at FROM copies WHERE node_id = ? AND state = ?"
            + " ORDER BY bit_id LIMIT 1 OFFSET ?",
        row -> new Drawn(row.getLong(1), row.getLong(2)),
        node,
        CopyState.COMPLETE.name(),
        index);
  }

  /** The other nodes that have a complete copy of a bit. */
  public Set<Long> others(long bit, long node) {
    return Sql.query(
            connection,
            "SELECT node_id FROM copies WHERE bit_id = ? AND state = ? AND node_id <> ?",
            row -> row.getLong(1),
            bit,
            CopyState.COMPLETE.name(),
            node)
        .stream()
        .collect(Collectors.toSet());
  }

  /** The torrent of a bit. */
  public Optional<BitMetainfo> metainfo(long bit) {
    return Sql.queryFirst(
        connection,
        "SELECT info FROM bits WHERE id = ?",
        row -> BitMetainfo.parse(row.getBytes(1)),
        bit);
  }

  /** A copy was audited. */
  public void audited(InfoHash bit, long node, Instant at) {
    Sql.update(
        connection,
        "UPDATE copies SET audited_at = ? WHERE node_id = ?"
            + " AND bit_id = (SELECT id FROM bits WHERE info_hash = ?)",
        at.toEpochMilli(),
        node,
        bit.bytes());
  }
}
