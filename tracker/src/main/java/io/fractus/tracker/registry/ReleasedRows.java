// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;

/** The table of bits that were released. Not thread-safe. */
public final class ReleasedRows {
  private final Connection connection;

  ReleasedRows(Connection connection) {
    this.connection = connection;
  }

  /** Remembers that a bit was released, whether it was known or not. */
  public void add(InfoHash bit, Instant now) {
    Sql.update(
        connection,
        "INSERT OR REPLACE INTO released (info_hash, at) VALUES (?, ?)",
        bit.bytes(),
        now.toEpochMilli());
  }

  /** Whether a bit was released, and not placed again since. */
  public boolean contains(InfoHash bit) {
    return Sql.queryFirst(
            connection, "SELECT 1 FROM released WHERE info_hash = ?", _ -> true, bit.bytes())
        .isPresent();
  }

  /** When the one was released that would be forgotten first. */
  public Optional<Instant> oldest() {
    return Sql.queryFirst(
        connection,
        "SELECT at FROM released ORDER BY id LIMIT 1",
        row -> Instant.ofEpochMilli(row.getLong(1)));
  }

  /**
   * Forgets the oldest, some at a time.
   *
   * @param before those released before this
   * @param most how many are kept at most
   * @param atOnce how many are forgotten at most
   * @return how many were
   */
  public int forget(Instant before, int most, int atOnce) {
    return Sql.update(
        connection,
        "DELETE FROM released WHERE id IN (SELECT id FROM released WHERE at < ?"
            + " OR id <= (SELECT MAX(id) FROM released) - ? ORDER BY id LIMIT ?)",
        before.toEpochMilli(),
        most,
        atOnce);
  }
}
