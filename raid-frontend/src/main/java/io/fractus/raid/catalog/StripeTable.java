// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.layout.LayoutLimits;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of stripes and of their bits. */
final class StripeTable {
  /** Stripes or bits of an object, of an upload, or of a part. */
  static final String OF_OBJECT =
      "(object_id = ? OR object_id IN (SELECT id FROM parts WHERE owner = ?))";

  private static final String BIT_COLUMNS = "position, info, copies, staged";
  private static final String STRIPE_COLUMNS =
      "s.object_id, s.number, s.plain_offset, s.plain_length, s.layout, s.sealed_length";

  private StripeTable() {}

  static void insert(Connection connection, StoredStripe stripe) {
    Sql.update(
        connection,
        "INSERT INTO stripes (object_id, number, plain_offset, plain_length, layout,"
            + " sealed_length) VALUES (?, ?, ?, ?, ?, ?)",
        stripe.objectId(),
        stripe.number(),
        stripe.plainOffset(),
        stripe.plainLength(),
        stripe.layout().toString(),
        stripe.plainLength() == 0 ? stripe.sealedLength() : 0);
    for (StoredBit bit : stripe.bits()) {
      Sql.update(
          connection,
          "INSERT INTO bits (info_hash, object_id, stripe, position, info, copies, staged)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          bit.infoHash().bytes(),
          stripe.objectId(),
          stripe.number(),
          bit.position(),
          bit.metainfo().info(),
          bit.copies(),
          bit.staged() ? 1 : 0);
    }
  }

  static List<StoredStripe> covering(
      Connection connection, String objectId, long from, long to, int max) {
    List<Head> ofObject = headsOfObject(connection, objectId, from, to, max);
    return withBits(
        connection,
        ofObject.isEmpty() ? headsOfParts(connection, objectId, from, to, max) : ofObject);
  }

  private static List<Head> headsOfObject(
      Connection connection, String objectId, long from, long to, int max) {
    return Sql.query(
        connection,
        "SELECT "
            + STRIPE_COLUMNS
            + " FROM stripes s WHERE s.object_id = ? AND s.plain_offset < ?"
            + " AND s.plain_offset > ? AND s.plain_offset + s.plain_length > ?"
            + " ORDER BY s.number LIMIT ?",
        StripeTable::head,
        objectId,
        to,
        from - LayoutLimits.SEGMENT_BYTES_MAX,
        from,
        max);
  }

  private static List<Head> headsOfParts(
      Connection connection, String owner, long from, long to, int max) {
    return Sql.query(
        connection,
        "SELECT s.object_id, s.number, p.plain_offset + s.plain_offset, s.plain_length, s.layout,"
            + " s.sealed_length FROM parts p JOIN stripes s ON s.object_id = p.id"
            + " WHERE p.owner = ? AND p.plain_offset < ? AND p.plain_offset > ?"
            + " AND p.plain_offset + p.size > ?"
            + " AND p.plain_offset + s.plain_offset < ?"
            + " AND p.plain_offset + s.plain_offset + s.plain_length > ?"
            + " ORDER BY p.plain_offset, s.number LIMIT ?",
        StripeTable::head,
        owner,
        to,
        from - MultipartUploads.PART_BYTES_MAX,
        from,
        to,
        from,
        max);
  }

  /** How many begin before that byte: those of the object, or else of its parts. */
  static long before(Connection connection, String objectId, long offset) {
    return Sql.query(
            connection,
            "SELECT (SELECT COUNT(*) FROM stripes WHERE object_id = ? AND plain_offset < ?)"
                + " + (SELECT COUNT(*) FROM parts p JOIN stripes s ON s.object_id = p.id"
                + " WHERE p.owner = ? AND p.plain_offset + s.plain_offset < ?)",
            row -> row.getLong(1),
            objectId,
            offset,
            objectId,
            offset)
        .getFirst();
  }

  static List<StoredStripe> staged(Connection connection, int skip, int max) {
    return withBits(
        connection,
        Sql.query(
            connection,
            "SELECT "
                + STRIPE_COLUMNS
                + " FROM (SELECT DISTINCT object_id, stripe FROM bits WHERE staged = 1) b"
                + " LEFT JOIN parts p ON p.id = b.object_id"
                + " LEFT JOIN objects o ON o.id = COALESCE(p.owner, b.object_id)"
                + " LEFT JOIN old_versions v ON v.id = COALESCE(p.owner, b.object_id)"
                + " LEFT JOIN multiparts m ON m.id = p.owner"
                + " LEFT JOIN uploads u ON u.id = b.object_id"
                + " LEFT JOIN packs k ON k.id = b.object_id"
                + " JOIN stripes s ON s.object_id = b.object_id AND s.number = b.stripe"
                + " WHERE o.id IS NOT NULL OR u.id IS NOT NULL OR m.id IS NOT NULL"
                + " OR k.id IS NOT NULL OR v.id IS NOT NULL"
                + " ORDER BY COALESCE(p.modified, o.modified, v.modified, u.started, k.created),"
                + " b.object_id,"
                + " s.number"
                + " LIMIT ? OFFSET ?",
            StripeTable::head,
            max,
            skip));
  }

  /** The first stripe of an object, or the stripe of a pack. */
  static Optional<StoredStripe> first(Connection connection, String objectId) {
    List<Head> heads =
        Sql.query(
            connection,
            "SELECT " + STRIPE_COLUMNS + " FROM stripes s WHERE s.object_id = ? AND s.number = 0",
            StripeTable::head,
            objectId);
    return withBits(connection, heads).stream().findFirst();
  }

  /** One stripe by its number. */
  static Optional<StoredStripe> of(Connection connection, String objectId, int number) {
    List<Head> heads =
        Sql.query(
            connection,
            "SELECT " + STRIPE_COLUMNS + " FROM stripes s WHERE s.object_id = ? AND s.number = ?",
            StripeTable::head,
            objectId,
            number);
    return withBits(connection, heads).stream().findFirst();
  }

  /** Whether a bit is one of any stripe. */
  static boolean has(Connection connection, InfoHash bit) {
    return Sql.queryFirst(
            connection, "SELECT 1 FROM bits WHERE info_hash = ?", row -> 1, bit.bytes())
        .isPresent();
  }

  /** Whether a bit is one of this stripe. */
  static boolean isOf(Connection connection, InfoHash bit, String objectId, int number) {
    return Sql.queryFirst(
            connection,
            "SELECT 1 FROM bits WHERE info_hash = ? AND object_id = ? AND stripe = ?",
            row -> 1,
            bit.bytes(),
            objectId,
            number)
        .isPresent();
  }

  /** Whether all stripes of an object, and of its parts, are of a layout. */
  static boolean areAll(Connection connection, String objectId, String layout) {
    return Sql.queryFirst(
            connection,
            "SELECT 1 FROM stripes WHERE " + OF_OBJECT + " AND layout <> ? LIMIT 1",
            row -> 1,
            objectId,
            objectId,
            layout)
        .isEmpty();
  }

  /** The bits of a stripe are those of another from now on, which has none. */
  static void giveBits(
      Connection connection, String objectId, int number, String toId, int toNumber) {
    Sql.update(
        connection,
        "UPDATE bits SET object_id = ?, stripe = ? WHERE object_id = ? AND stripe = ?",
        toId,
        toNumber,
        objectId,
        number);
  }

  static List<StoredBit> stagedBits(Connection connection) {
    return Sql.query(
        connection, "SELECT " + BIT_COLUMNS + " FROM bits WHERE staged = 1", StripeTable::bit);
  }

  static List<StoredBit> stagedBitsOf(Connection connection, String objectId) {
    return Sql.query(
        connection,
        "SELECT " + BIT_COLUMNS + " FROM bits WHERE " + OF_OBJECT + " AND staged = 1",
        StripeTable::bit,
        objectId,
        objectId);
  }

  private static List<StoredStripe> withBits(Connection connection, List<Head> heads) {
    List<StoredStripe> stripes = new ArrayList<>(heads.size());
    for (Head head : heads) {
      List<StoredBit> bits =
          Sql.query(
              connection,
              "SELECT "
                  + BIT_COLUMNS
                  + " FROM bits WHERE object_id = ? AND stripe = ? ORDER BY position",
              StripeTable::bit,
              head.objectId,
              head.number);
      Layout layout = Layout.parse(head.layout);
      stripes.add(
          head.sealedLength > 0
              ? StoredStripe.ofPack(head.objectId, head.sealedLength, layout, bits)
              : new StoredStripe(
                  head.objectId, head.number, head.plainOffset, head.plainLength, layout, bits));
    }
    return stripes;
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(
        row.getString(1),
        row.getInt(2),
        row.getLong(3),
        row.getLong(4),
        row.getString(5),
        row.getLong(6));
  }

  private static StoredBit bit(ResultSet row) throws SQLException {
    return new StoredBit(
        row.getInt(1), BitMetainfo.parse(row.getBytes(2)), row.getInt(3), row.getInt(4) == 1);
  }

  /** A stripe before its bits are read. */
  private record Head(
      String objectId,
      int number,
      long plainOffset,
      long plainLength,
      String layout,
      long sealedLength) {}
}
