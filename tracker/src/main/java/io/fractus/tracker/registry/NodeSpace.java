// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Of a node what placement needs.
 *
 * @param node its key
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass the prior for its availability
 * @param shareBytes space offered
 * @param usedBytes footprints of the copies assigned to it
 * @param joined when it joined
 * @param closed whether it gets no new copies
 */
public record NodeSpace(
    long node,
    String site,
    String region,
    String nodeClass,
    long shareBytes,
    long usedBytes,
    Instant joined,
    boolean closed) {
  static NodeSpace map(ResultSet row) throws SQLException {
    return new NodeSpace(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        Instant.ofEpochMilli(row.getLong(7)),
        row.getBoolean(8));
  }
}
