// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts.registry;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.web.Limits;
import io.fractus.web.accounts.registry.AccountException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The users of a cloud and their keys. What changes something returns once it is on disk.
 * Thread-safe.
 */
public final class Registry implements AutoCloseable {
  private static final String USER =
      "SELECT name, created, enabled, policy, quota_bytes, quota_objects, quota_rate FROM users"
          + " WHERE gone = 0";
  private static final String KEY = "SELECT id, owner, created, enabled, note";

  private final Database database;

  private Registry(Database database) {
    this.database = database;
  }

  /**
   * A key with its secret.
   *
   * @param secret sealed, in hexadecimal
   */
  public record SealedKey(AccessKey key, String secret) {}

  /** Opens the registry in a file, making it if it is not there. */
  public static Registry open(Path file) {
    return new Registry(Database.open(file, "db/accounts"));
  }

  /** All users by name, root among them. */
  public List<User> users() {
    return database.read(
        connection -> Sql.query(connection, USER + " ORDER BY name", Registry::user));
  }

  public Optional<User> user(String name) {
    return database.read(connection -> find(connection, name));
  }

  /** Throws CONFLICT if the name is taken, or was, or there are too many users. */
  public void create(User user) {
    database.write(connection -> {
      if (count(connection, "SELECT count(*) FROM users WHERE name = ?", user.name()) > 0) {
        throw new AccountException(
            Reason.CONFLICT, "there is a user " + user.name() + ", or was: its name stays taken");
      }
      if (count(connection, "SELECT count(*) FROM users") >= Limits.USERS_MAX) {
        throw new AccountException(
            Reason.CONFLICT, "there are " + Limits.USERS_MAX + " users already");
      }
      return Sql.update(
          connection,
          "INSERT INTO users (name, created, enabled, gone, policy, quota_bytes, quota_objects,"
              + " quota_rate) VALUES (?, ?, ?, 0, ?, ?, ?, ?)",
          user.name(),
          user.created().toEpochMilli(),
          user.enabled() ? 1 : 0,
          user.policy(),
          user.quota().bytes(),
          user.quota().objects(),
          user.quota().requestsPerSecond());
    });
  }

  /** Writes all of a user but its name and age; throws NO_SUCH_USER. */
  public void update(User user) {
    database.write(connection -> {
      require(connection, user.name());
      return Sql.update(
          connection,
          "UPDATE users SET enabled = ?, policy = ?, quota_bytes = ?, quota_objects = ?,"
              + " quota_rate = ? WHERE name = ?",
          user.enabled() ? 1 : 0,
          user.policy(),
          user.quota().bytes(),
          user.quota().objects(),
          user.quota().requestsPerSecond(),
          user.name());
    });
  }

  /** Takes a user and its keys away; throws NO_SUCH_USER. */
  public void delete(String name) {
    database.write(connection -> {
      require(connection, name);
      Sql.update(connection, "DELETE FROM access_keys WHERE owner = ?", name);
      return Sql.update(connection, "UPDATE users SET gone = 1, enabled = 0 WHERE name = ?", name);
    });
  }

  /** Of one user, the oldest first; throws NO_SUCH_USER. */
  public List<AccessKey> keys(String user) {
    return database.read(connection -> {
      require(connection, user);
      return Sql.query(
          connection,
          KEY + " FROM access_keys WHERE owner = ? ORDER BY created, id",
          Registry::key,
          user);
    });
  }

  public Optional<SealedKey> key(String id) {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            KEY + ", sealed_secret FROM access_keys WHERE id = ?",
            row -> new SealedKey(key(row), row.getString(6)),
            id));
  }

  /** Any key, if there is one: what its secret is sealed with can be tried on it. */
  public Optional<SealedKey> anyKey() {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            KEY + ", sealed_secret FROM access_keys LIMIT 1",
            row -> new SealedKey(key(row), row.getString(6))));
  }

  /** The key whose bearer token has this hash. */
  public Optional<AccessKey> keyOfToken(String hash) {
    return database.read(connection ->
        Sql.queryFirst(
            connection, KEY + " FROM access_keys WHERE token_hash = ?", Registry::key, hash));
  }

  /** Throws NO_SUCH_USER, or CONFLICT if the user has too many. */
  public void addKey(AccessKey key, String sealedSecret, String tokenHash) {
    database.write(connection -> {
      require(connection, key.user());
      String ofUser = "SELECT count(*) FROM access_keys WHERE owner = ?";
      if (count(connection, ofUser, key.user()) >= Limits.KEYS_OF_A_USER_MAX) {
        throw new AccountException(
            Reason.CONFLICT,
            key.user() + " has " + Limits.KEYS_OF_A_USER_MAX + " keys: delete one first");
      }
      return Sql.update(
          connection,
          "INSERT INTO access_keys (id, owner, created, enabled, note, sealed_secret, token_hash)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?)",
          key.id(),
          key.user(),
          key.created().toEpochMilli(),
          key.enabled() ? 1 : 0,
          key.note(),
          sealedSecret,
          tokenHash);
    });
  }

  /** Throws NO_SUCH_KEY. */
  public void enableKey(String id, boolean enabled) {
    changeKey(id, "UPDATE access_keys SET enabled = ? WHERE id = ?", enabled ? 1 : 0, id);
  }

  /** Throws NO_SUCH_KEY. */
  public void deleteKey(String id) {
    changeKey(id, "DELETE FROM access_keys WHERE id = ?", id);
  }

  private void changeKey(String id, String sql, Object... parameters) {
    database.write(connection -> {
      if (Sql.update(connection, sql, parameters) == 0) {
        throw new AccountException(Reason.NO_SUCH_KEY, "there is no key " + id);
      }
      return null;
    });
  }

  @Override
  public void close() {
    database.close();
  }

  private static void require(Connection connection, String name) {
    if (find(connection, name).isEmpty()) {
      throw new AccountException(Reason.NO_SUCH_USER, "there is no user " + name);
    }
  }

  private static Optional<User> find(Connection connection, String name) {
    return Sql.queryFirst(connection, USER + " AND name = ?", Registry::user, name);
  }

  private static long count(Connection connection, String sql, Object... parameters) {
    return Sql.queryFirst(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getInt(3) != 0,
        row.getString(4),
        new Quota(row.getLong(5), row.getLong(6), row.getLong(7)));
  }

  private static AccessKey key(ResultSet row) throws SQLException {
    return new AccessKey(
        row.getString(1),
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getInt(4) != 0,
        row.getString(5));
  }
}
