// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bits in the order in which they were placed, those of one stripe together. Not thread-safe. */
public final class PlacedRows {
  private final Connection connection;

  /**
   * A bit and where it is.
   *
   * @param key its row
   * @param placed when a gateway first placed it, which bits of one stripe have in common
   * @param copiesWanted how many nodes shall hold it
   * @param holders the nodes that hold it or shall
   */
  public record Bit(long key, long placed, int copiesWanted, List<Long> holders) {}

  PlacedRows(Connection connection) {
    this.connection = connection;
  }

  /** So many bits that were placed before another, the latest first; none taken from nodes. */
  public List<Bit> before(long key, int most) {
    List<Bit> bits =
        Sql.query(
            connection,
            "SELECT id, placed_at, copies_wanted FROM bits WHERE id < ?"
                + " AND NOT (source_host = ? AND source_port = ?) ORDER BY id DESC LIMIT ?",
            row -> new Bit(row.getLong(1), row.getLong(2), row.getInt(3), new ArrayList<>()),
            key,
            BitRecord.NO_GATEWAY.host(),
            BitRecord.NO_GATEWAY.port(),
            most);
    if (bits.isEmpty()) {
      return bits;
    }
    Map<Long, List<Long>> holders = new HashMap<>();
    bits.forEach(bit -> holders.put(bit.key(), bit.holders()));
    Sql.query(
            connection,
            "SELECT bit_id, node_id FROM copies WHERE bit_id BETWEEN ? AND ?"
                + " ORDER BY bit_id, ordinal",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            bits.getLast().key(),
            bits.getFirst().key())
        .forEach(copy -> holders.getOrDefault(copy[0], new ArrayList<>()).add(copy[1]));
    return bits;
  }
}
