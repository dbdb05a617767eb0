// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Sql;
import java.sql.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of nodes, and how often they were started. Not thread-safe. */
public final class KeyRows {
  private final Connection connection;
  private final Changes changes;

  KeyRows(Connection connection, Changes changes) {
    this.connection = connection;
    this.changes = changes;
  }

  /** The public key that a node joined with, if it had one. */
  public Optional<String> publicKey(long node) {
    return Sql.queryFirst(
            connection,
            "SELECT public_key FROM nodes WHERE id = ?",
            row -> Optional.<String>ofNullable(row.getString(1)),
            node)
        .flatMap(key -> key);
  }

  public void setPublicKey(long node, @Nullable String key) {
    Sql.update(connection, "UPDATE nodes SET public_key = ? WHERE id = ?", key, node);
  }

  /** How often a node was started on its directory, as far as it was heard of. */
  public long starts(long node) {
    return Sql.queryFirst(
            connection, "SELECT starts FROM nodes WHERE id = ?", row -> row.getLong(1), node)
        .orElse(0L);
  }

  public void setStarts(long node, long starts) {
    Sql.update(connection, "UPDATE nodes SET starts = ? WHERE id = ?", starts, node);
  }

  /** Gives a node that joins once more new secrets; those before are refused from now on. */
  public void renew(long node, String tokenFingerprint, String passkeyFingerprint) {
    Sql.update(
        connection,
        "UPDATE nodes SET token_fingerprint = ?, passkey_fingerprint = ?,"
            + " passkey_version = passkey_version + 1 WHERE id = ?",
        tokenFingerprint,
        passkeyFingerprint,
        node);
    changes.node(node);
  }
}
