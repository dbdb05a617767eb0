// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens with which a few nodes may join, as fingerprints. Not thread-safe. */
public final class TokenRows {
  private static final String SELECT =
      "SELECT id, note, uses, uses_left, created_at, expires_at, revoked_at IS NOT NULL"
          + " FROM join_tokens ";

  private final Connection connection;

  /**
   * A token, without itself.
   *
   * @param id its number
   * @param note what it is for, for people
   * @param uses nodes that may join with it
   * @param usesLeft those that still may
   * @param created when it was made
   * @param expires from when on nobody may join with it, or null if it does not expire
   * @param revoked whether nobody may any more
   */
  public record JoinToken(
      long id,
      String note,
      int uses,
      int usesLeft,
      Instant created,
      @Nullable Instant expires,
      boolean revoked) {}

  TokenRows(Connection connection) {
    this.connection = connection;
  }

  public JoinToken add(
      String fingerprint, String note, int uses, @Nullable Instant expires, Instant now) {
    Sql.update(
        connection,
        "INSERT INTO join_tokens (fingerprint, note, uses, uses_left, created_at, expires_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        fingerprint,
        note,
        uses,
        uses,
        now.toEpochMilli(),
        expires == null ? null : expires.toEpochMilli());
    return Sql.queryFirst(connection, SELECT + "WHERE fingerprint = ?", TokenRows::map, fingerprint)
        .orElseThrow();
  }

  /** All of them, the newest first. */
  public List<JoinToken> all() {
    return Sql.query(connection, SELECT + "ORDER BY id DESC", TokenRows::map);
  }

  public int count() {
    return Sql.query(connection, "SELECT COUNT(*) FROM join_tokens", row -> row.getInt(1))
        .getFirst();
  }

  /** The token of this fingerprint, if it is neither expired nor revoked; it may be used up. */
  public Optional<JoinToken> find(String fingerprint, Instant now) {
    return Sql.queryFirst(
        connection,
        SELECT
            + "WHERE fingerprint = ? AND revoked_at IS NULL"
            + " AND (expires_at IS NULL OR expires_at > ?)",
        TokenRows::map,
        fingerprint,
        now.toEpochMilli());
  }

  /** One more node has joined with it; returns false if none may any more. */
  public boolean use(String fingerprint) {
    return Sql.update(
            connection,
            "UPDATE join_tokens SET uses_left = uses_left - 1"
                + " WHERE fingerprint = ? AND uses_left > 0 AND revoked_at IS NULL",
            fingerprint)
        > 0;
  }

  /** Nobody may join with it any more; returns false if there is no such token. */
  public boolean revoke(long id, Instant now) {
    return Sql.update(
            connection,
            "UPDATE join_tokens SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ?",
            now.toEpochMilli(),
            id)
        > 0;
  }

  /** Forgets the tokens that nobody can join with any more. */
  public void forgetDead(Instant now) {
    Sql.update(
        connection,
        "DELETE FROM join_tokens WHERE uses_left = 0 OR revoked_at IS NOT NULL OR expires_at <= ?",
        now.toEpochMilli());
  }

  private static JoinToken map(ResultSet row) throws SQLException {
    long expires = row.getLong(6);
    @Nullable Instant expiresAt = row.wasNull() ? null : Instant.ofEpochMilli(expires);
    return new JoinToken(
        row.getLong(1),
        row.getString(2),
        row.getInt(3),
        row.getInt(4),
        Instant.ofEpochMilli(row.getLong(5)),
        expiresAt,
        row.getBoolean(7));
  }
}
