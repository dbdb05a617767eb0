// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseFailureTest {
  @TempDir Path directory;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(directory.resolve("test.db"), "db/test");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void write_anErrorInTheWork_isToldAndTheNextWriteStands() {
    assertThatThrownBy(() ->
            database.write(connection -> {
              insert(connection, 1);
              throw new OutOfMemoryError("said by a test");
            }))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("said by a test");

    database.write(connection -> insert(connection, 1));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void write_theFileIsFull_isToldAndWritesStandOnceThereIsRoom() {
    database.write(connection -> insert(connection, 1));
    database.write(connection -> pragma(connection, "max_page_count = 10"));
    assertThatThrownBy(() -> database.write(connection -> insert(connection, 1 << 20)))
        .isInstanceOf(DatabaseException.class);
    assertThat(count()).isEqualTo(1);

    database.write(connection -> pragma(connection, "max_page_count = 100000"));
    database.write(connection -> insert(connection, 1 << 20));
    assertThat(count()).isEqualTo(2);
  }

  private static int insert(Connection connection, int bytes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO things (thing) VALUES (?)")) {
      statement.setBytes(1, new byte[bytes]);
      return statement.executeUpdate();
    }
  }

  private static boolean pragma(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("PRAGMA " + pragma);
    }
  }

  private int count() {
    return database.read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM things")) {
        rows.next();
        return rows.getInt(1);
      }
    });
  }
}
