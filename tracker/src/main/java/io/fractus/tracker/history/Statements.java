// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.DatabaseException;
import io.fractus.platform.Sql.RowMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction that are run many times: each is prepared once, for that takes
 * longer than to run it. Not thread-safe.
 */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement that changes rows. */
  void update(String sql, @Nullable Object... parameters) {
    try {
      bound(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** All rows of a query. */
  <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(mapper.map(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private static DatabaseException failed(String sql, SQLException e) {
    return new DatabaseException("the database refused '" + sql + "': " + e.getMessage(), e);
  }

  @Override
  public void close() {
    for (Map.Entry<String, PreparedStatement> statement : prepared.entrySet()) {
      try {
        statement.getValue().close();
      } catch (SQLException e) {
        throw failed(statement.getKey(), e);
      }
    }
  }
}
