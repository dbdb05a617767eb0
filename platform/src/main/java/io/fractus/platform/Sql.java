// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements with their parameters in one call. What the database refuses is thrown as {@link
 * DatabaseException}, so that only those who look at rows need to know of SQL. Stateless.
 */
public final class Sql {
  private Sql() {}

  /** Makes a value of the row that a result set stands on. */
  @FunctionalInterface
  public interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * Runs a statement that changes rows.
   *
   * @param parameters in their order: strings, numbers, bytes or null
   * @return how many rows it changed
   */
  public static int update(Connection connection, String sql, @Nullable Object... parameters) {
    return run(connection, sql, PreparedStatement::executeUpdate, parameters);
  }

  /** All rows of a query. */
  public static <T> List<T> query(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return run(
        connection,
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
              found.add(mapper.map(rows));
            }
            return found;
          }
        },
        parameters);
  }

  @FunctionalInterface
  private interface Step<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  /** A statement that failed, or whose rows could not be read, is not used again. */
  private static <T> T run(
      Connection connection, String sql, Step<T> step, @Nullable Object... parameters) {
    try {
      PreparedStatement statement = PreparedCache.take(connection, sql);
      boolean done = false;
      try {
        bind(statement, parameters);
        T result = step.run(statement);
        done = true;
        return result;
      } finally {
        if (done) {
          PreparedCache.giveBack(connection, sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first row of a query, if there is one. */
  public static <T> Optional<T> queryFirst(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters) {
    return query(connection, sql, mapper, parameters).stream().findFirst();
  }

  /** Statements hold no values, those are parameters: the text may be shown. */
  private static DatabaseException failed(String sql, SQLException e) {
    return new DatabaseException("the database refused '" + sql + "': " + e.getMessage(), e);
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
