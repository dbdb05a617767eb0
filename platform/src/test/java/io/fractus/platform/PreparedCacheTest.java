// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedCacheTest {
  private static final String BELOW = "SELECT n FROM t WHERE n < ? ORDER BY n";

  @TempDir Path directory;
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"));
    PreparedCache.keep(connection);
    Sql.update(connection, "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)");
    for (int n = 0; n < 4; n++) {
      Sql.update(connection, "INSERT INTO t VALUES (?, ?)", n, "row " + n);
    }
  }

  @AfterEach
  void close() throws SQLException {
    PreparedCache.forget(connection);
    connection.close();
  }

  private List<Integer> below(int limit) {
    return Sql.query(connection, BELOW, row -> row.getInt(1), limit);
  }

  @Test
  void take_afterGivenBack_isTheSameStatement() throws SQLException {
    PreparedStatement first = PreparedCache.take(connection, BELOW);
    PreparedCache.giveBack(connection, BELOW, first);
    assertThat(PreparedCache.take(connection, BELOW)).isSameAs(first);
    assertThat(PreparedCache.take(connection, BELOW)).isNotSameAs(first);
  }

  @Test
  void query_sameOneForEachOfItsRows_mixesNothing() {
    List<List<Integer>> each = Sql.query(connection, BELOW, row -> below(row.getInt(1)), 4);
    assertThat(each).containsExactly(List.of(), List.of(0), List.of(0, 1), List.of(0, 1, 2));
    assertThat(below(2)).containsExactly(0, 1);
  }

  @Test
  void query_rowsThatCannotBeRead_isNotUsedAgain() {
    int idle = PreparedCache.idle(connection);
    assertThatThrownBy(() -> Sql.query(connection, BELOW, row -> row.getInt("nothing"), 4))
        .isInstanceOf(DatabaseException.class);
    assertThat(PreparedCache.idle(connection)).isEqualTo(idle);
    assertThat(below(1)).containsExactly(0);
  }

  @Test
  void update_refused_leavesNothingOfItsValues() {
    String insert = "INSERT INTO t VALUES (?, ?)";
    assertThatThrownBy(() -> Sql.update(connection, insert, 3, "again"))
        .isInstanceOf(DatabaseException.class);
    assertThat(Sql.update(connection, insert, 4, null)).isEqualTo(1);
    assertThat(Sql.query(connection, "SELECT text FROM t WHERE n = 4", row -> row.getObject(1)))
        .containsOnlyNulls();
  }

  @Test
  void query_aChangedTable_isPlannedAnew() {
    assertThat(Sql.query(connection, "SELECT * FROM t", row -> row.getMetaData().getColumnCount()))
        .containsOnly(2);
    Sql.update(connection, "ALTER TABLE t ADD COLUMN more TEXT");
    assertThat(Sql.query(connection, "SELECT * FROM t", row -> row.getMetaData().getColumnCount()))
        .containsOnly(3);
  }

  @Test
  void query_moreThanAreKept_closesTheLeastLatelyUsed() {
    for (int i = 0; i < 2 * PreparedCache.STATEMENTS_MAX; i++) {
      assertThat(Sql.query(connection, "SELECT " + i, row -> row.getInt(1))).containsExactly(i);
    }
    assertThat(PreparedCache.idle(connection)).isEqualTo(PreparedCache.STATEMENTS_MAX);
    assertThat(below(2)).containsExactly(0, 1);
  }

  @Test
  void forget_withoutIt_preparesEachTime() throws SQLException {
    PreparedCache.forget(connection);
    assertThat(below(3)).containsExactly(0, 1, 2);
    assertThat(PreparedCache.idle(connection)).isZero();
  }
}
