// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction that are run many times: each is prepared once, for that takes
 * longer than to run it. Valid until the transaction ends, and to be closed before; not
 * thread-safe.
 */
public final class Statements implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  public Statements(Connection connection) {
    this.connection = connection;
  }

  /**
   * The row that a query stands on. Valid until the next one; what the database refuses is thrown
   * as {@link DatabaseException}.
   */
  public static final class Row {
    private final String sql;
    private final ResultSet rows;

    private Row(String sql, ResultSet rows) {
      this.sql = sql;
      this.rows = rows;
    }

    /** The number in a column, counted from 1; null is 0. */
    public long number(int column) {
      try {
        return rows.getLong(column);
      } catch (SQLException e) {
        throw failed(sql, e);
      }
    }

    /** The fraction in a column, counted from 1; null is 0. */
    public double fraction(int column) {
      try {
        return rows.getDouble(column);
      } catch (SQLException e) {
        throw failed(sql, e);
      }
    }

    /** The text in a column, counted from 1, which must not be null. */
    public String text(int column) {
      try {
        String text = rows.getString(column);
        if (text == null) {
          throw new IllegalStateException("column " + column + " of '" + sql + "' is null");
        }
        return text;
      } catch (SQLException e) {
        throw failed(sql, e);
      }
    }

    /** The bytes in a column, counted from 1, or null. */
    public byte @Nullable [] bytes(int column) {
      try {
        return rows.getBytes(column);
      } catch (SQLException e) {
        throw failed(sql, e);
      }
    }

    public boolean isNull(int column) {
      try {
        return rows.getObject(column) == null;
      } catch (SQLException e) {
        throw failed(sql, e);
      }
    }
  }

  /** Runs a statement that changes rows. */
  public void update(String sql, @Nullable Object... parameters) {
    try {
      bound(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** All rows of a query. */
  public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
    try (ResultSet rows = bound(sql, parameters).executeQuery()) {
      Row row = new Row(sql, rows);
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(mapper.apply(row));
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

  /** Statements hold no values, those are parameters: the text may be shown. */
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
