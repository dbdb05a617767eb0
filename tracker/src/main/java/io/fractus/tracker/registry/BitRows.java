// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import io.fractus.protocol.Footprint;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table of bits. Not thread-safe. */
public final class BitRows {
  private static final String SELECT =
      "SELECT id, info, footprint, copies_wanted, source_host, source_port FROM bits ";

  private final Connection connection;
  private final Changes changes;

  BitRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  /** Records a bit, or what the gateway now says of one that is known. */
  public BitRecord put(BitMetainfo bit, int copiesWanted, PeerAddress gateway, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO bits (info_hash, info, footprint, copies_wanted, source_host, source_port,"
            + " placed_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (info_hash) DO UPDATE SET"
            + " copies_wanted = excluded.copies_wanted, source_host = excluded.source_host,"
            + " source_port = excluded.source_port",
        bit.infoHash().bytes(),
        bit.info(),
        Footprint.of(bit),
        copiesWanted,
        gateway.host(),
        gateway.port(),
        now.toEpochMilli());
    Sql.update(connection, "DELETE FROM released WHERE info_hash = ?", bit.infoHash().bytes());
    changes.bit(bit.infoHash());
    return find(bit.infoHash()).orElseThrow();
  }

  /**
   * Takes over a bit that a node holds. How many copies it shall have is not known: as many as
   * there are found to be.
   */
  public BitRecord adopt(BitMetainfo bit, Instant now) {
    return put(bit, 1, BitRecord.NO_GATEWAY, now);
  }

  /** The bit shall have one copy more. */
  public void wantOneMore(BitRecord bit) {
    Sql.update(
        connection, "UPDATE bits SET copies_wanted = copies_wanted + 1 WHERE id = ?", bit.key());
  }

  public Optional<BitRecord> find(InfoHash infoHash) {
    return Sql.queryFirst(
        connection, SELECT + "WHERE info_hash = ?", BitRows::map, infoHash.bytes());
  }

  /** Where the gateway that last placed a bit serves it, if there is such a bit. */
  public Optional<PeerAddress> gateway(InfoHash infoHash) {
    return Sql.queryFirst(
        connection,
        "SELECT source_host, source_port FROM bits WHERE info_hash = ?",
        row -> new PeerAddress(row.getString(1), row.getInt(2)),
        infoHash.bytes());
  }

  public long count() {
    return Sql.query(connection, "SELECT COUNT(*) FROM bits", row -> row.getLong(1)).getFirst();
  }

  /** Copies that all bits together shall have. */
  public long copiesWanted() {
    return Sql.query(
            connection, "SELECT COALESCE(SUM(copies_wanted), 0) FROM bits", row -> row.getLong(1))
        .getFirst();
  }

  private static BitRecord map(ResultSet row) throws SQLException {
    return new BitRecord(
        row.getLong(1),
        BitMetainfo.parse(row.getBytes(2)),
        row.getLong(3),
        row.getInt(4),
        new PeerAddress(row.getString(5), row.getInt(6)));
  }
}
