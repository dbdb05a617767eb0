// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
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
  void open_whatIsThere_isWriteAheadAndFullySynchronous() {
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    // 2 is FULL: a commit is an fsync.
    assertThat(pragma("synchronous")).isEqualTo("2");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
  }

  @Test
  void write_returned_isReadByOthersAndAfterReopening() {
    database.write(connection -> insert(connection, 7));
    assertThat(numbers()).containsExactly(7);
    database.close();
    database = Database.open(directory.resolve("test.db"), "db/test");
    assertThat(numbers()).containsExactly(7);
  }

  @Test
  void read_afterTheEnd_isRefusedAtOnce() throws Exception {
    database.close();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> read = executor.submit(() -> assertThatThrownBy(this::numbers));
      try {
        read.get(10, TimeUnit.SECONDS);
      } finally {
        read.cancel(true);
      }
    }
    assertThatThrownBy(this::numbers).hasMessageContaining("closed");
  }

  @Test
  void write_thatThrows_leavesNothingOfItselfAndAllOfItsNeighbours() throws Exception {
    List<Integer> expected = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int n = i;
        writes.add(executor.submit(() -> database.write(connection -> odd(connection, n))));
      }
      for (int i = 0; i < writes.size(); i++) {
        if (i % 2 == 1) {
          assertThat(writes.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(1);
          expected.add(i);
        } else {
          Future<Integer> even = writes.get(i);
          assertThatThrownBy(() -> even.get(30, TimeUnit.SECONDS))
              .hasRootCauseInstanceOf(IllegalStateException.class);
        }
      }
    }
    assertThat(numbers()).containsExactlyElementsOf(expected);
  }

  @Test
  void write_whatTheDatabaseRefuses_throwsAndNamesTheStatement() {
    database.write(connection -> insert(connection, 1));
    assertThatThrownBy(() -> database.write(connection -> insert(connection, 1)))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("INSERT INTO numbers")
        .hasMessageContaining("UNIQUE");
  }

  @Test
  void close_whileWritesWait_finishesOrRefusesEachOfThem() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    List<Future<Boolean>> writes = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) {
        int n = i;
        writes.add(executor.submit(() -> attempt(n, started)));
      }
      started.countDown();
      database.close();
      List<Integer> written = new ArrayList<>();
      for (int i = 0; i < writes.size(); i++) {
        if (writes.get(i).get(30, TimeUnit.SECONDS)) {
          written.add(i);
        }
      }
      database = Database.open(directory.resolve("test.db"), "db/test");
      assertThat(numbers()).containsExactlyElementsOf(written);
    }
  }

  private boolean attempt(int n, CountDownLatch started) throws InterruptedException {
    started.await();
    try {
      return database.write(connection -> insert(connection, n)) == 1;
    } catch (DatabaseException e) {
      assertThat(e).hasMessageContaining("closed");
      return false;
    }
  }

  private static int odd(Connection connection, int n) {
    insert(connection, n);
    if (n % 2 == 0) {
      throw new IllegalStateException("even");
    }
    return 1;
  }

  private static int insert(Connection connection, int n) {
    return Sql.update(connection, "INSERT INTO numbers (n) VALUES (?)", n);
  }

  private List<Integer> numbers() {
    return database.read(connection ->
        Sql.query(connection, "SELECT n FROM numbers ORDER BY n", row -> row.getInt(1)));
  }

  private String pragma(String name) {
    return database
        .read(connection -> Sql.queryFirst(connection, "PRAGMA " + name, row -> row.getString(1)))
        .orElseThrow();
  }
}
