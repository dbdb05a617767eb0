// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one connection that are prepared already: to parse and plan one takes several
 * times as long as to run it for a row or two. Whoever takes one has it alone until it comes back,
 * so a query may run the same query for each of its rows. Not thread-safe, as its connection is
 * not.
 */
final class PreparedCache {
  /** Statements kept for a connection; lists of many lengths make a few dozen of one query. */
  static final int STATEMENTS_MAX = 192;

  /** Of connections that are open, and only those that a {@link Database} uses again and again. */
  private static final Map<Connection, PreparedCache> CACHES = new ConcurrentHashMap<>();

  /** The least lately used first. */
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  private PreparedCache() {}

  /** From now on statements of this connection are kept. */
  static Connection keep(Connection connection) {
    CACHES.put(connection, new PreparedCache());
    return connection;
  }

  /** Closes what is kept; to be called before the connection is closed. */
  static void forget(Connection connection) throws SQLException {
    PreparedCache cache = CACHES.remove(connection);
    if (cache != null) {
      for (PreparedStatement statement : cache.idle.values()) {
        statement.close();
      }
    }
  }

  /** A statement, prepared now if none is idle. It goes back, or is closed if it failed. */
  static PreparedStatement take(Connection connection, String sql) throws SQLException {
    PreparedCache cache = CACHES.get(connection);
    PreparedStatement kept = cache == null ? null : cache.idle.remove(sql);
    return kept == null ? connection.prepareStatement(sql) : kept;
  }

  /** Gives back a statement that did what it should, with its result closed. */
  static void giveBack(Connection connection, String sql, PreparedStatement statement)
      throws SQLException {
    PreparedCache cache = CACHES.get(connection);
    if (cache == null) {
      statement.close();
      return;
    }
    // Its values may be large.
    statement.clearParameters();
    @Nullable PreparedStatement twin = cache.idle.put(sql, statement);
    if (twin != null) {
      twin.close();
    } else if (cache.idle.size() > STATEMENTS_MAX) {
      Iterator<PreparedStatement> oldest = cache.idle.values().iterator();
      PreparedStatement dropped = oldest.next();
      oldest.remove();
      dropped.close();
    }
  }

  /** How many statements of a connection are idle. */
  static int idle(Connection connection) {
    PreparedCache cache = CACHES.get(connection);
    return cache == null ? 0 : cache.idle.size();
  }
}
