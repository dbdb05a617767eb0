// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file in WAL mode: a single writer thread that commits waiting writes together, and a
 * few connections that read beside it. Thread-safe.
 */
public final class Database implements AutoCloseable {
  /*
   * Group commit. A commit with synchronous=FULL is an fsync; callers that wait for one at the
   * same time share it. Each write runs in a savepoint of its own, so that one that fails takes
   * nothing of its neighbours with it; nobody is answered before the shared commit is on disk.
   *
   * SQLite runs in native code and holds its carrier, so the writer is a platform thread, and
   * readers are bounded by the number of their connections.
   */

  /** Writes that may wait; the next caller waits to be let in. */
  private static final int QUEUE_MAX = 1_024;

  /** Writes that share one commit. */
  private static final int BATCH_MAX = 256;

  /** Connections for reading. */
  private static final int READERS = 4;

  private static final String PRAGMAS =
      "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000&foreign_keys=true"
          + "&transaction_mode=IMMEDIATE&cache_size=-16000";

  private final Path file;
  private final Connection writer;
  private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
  private final BlockingQueue<Write<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Thread thread;
  private volatile boolean closed;

  /** Work on a connection that may fail as SQL does. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Connection connection) throws SQLException;
  }

  private Database(Path file, Connection writer) throws SQLException {
    this.file = file;
    this.writer = writer;
    for (int i = 0; i < READERS; i++) {
      readers.add(connect(file));
    }
    this.thread = Thread.ofPlatform().name("db-" + file.getFileName()).unstarted(this::runWriter);
  }

  /**
   * Opens a database file, making and migrating it as needed.
   *
   * @param migrations where Flyway finds its scripts on the class path, such as {@code db/catalog}
   */
  public static Database open(Path file, String migrations) {
    String url = "jdbc:sqlite:" + file;
    Flyway.configure(Database.class.getClassLoader())
        .dataSource(url + PRAGMAS, null, null)
        .locations("classpath:" + migrations)
        .load()
        .migrate();
    try {
      Connection writer = connect(file);
      writer.setAutoCommit(false);
      Database database = new Database(file, writer);
      database.thread.start();
      return database;
    } catch (SQLException e) {
      throw new DatabaseException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    return PreparedCache.keep(DriverManager.getConnection("jdbc:sqlite:" + file + PRAGMAS));
  }

  /** Runs queries on a connection of its own; blocks while all of them are in use. */
  public <T extends @Nullable Object> T read(Work<T> work) {
    Connection reader;
    try {
      reader = readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while waiting to read " + file, e);
    }
    try {
      if (closed) {
        throw new DatabaseException(file + " is closed", null);
      }
      return work.run(reader);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read " + file + ": " + e.getMessage(), e);
    } finally {
      readers.add(reader);
    }
  }

  /**
   * Runs one transaction and returns when it is on disk. Throws what the work threw, and then
   * nothing of it is there. The work runs on the writer's thread and must not call this database
   * again.
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    return write(work, () -> {});
  }

  /**
   * The same for who remembers what the work did.
   *
   * @param undone called on the writer's thread, before it does anything else, when what the work
   *     did was rolled back; perhaps twice
   */
  public <T extends @Nullable Object> T write(Work<T> work, Runnable undone) {
    Write<T> write = new Write<>(work, undone);
    try {
      if (closed) {
        throw new DatabaseException(file + " is closed", null);
      }
      queue.put(write);
      // What is queued behind the order to stop would wait for ever.
      if (closed && queue.remove(write)) {
        throw new DatabaseException(file + " is closed", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while waiting to write " + file, e);
    }
    try {
      return write.done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw new DatabaseException("cannot write " + file + ": " + sql.getMessage(), sql);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new DatabaseException("cannot write " + file + ": " + e.getCause(), e.getCause());
    }
  }

  private void runWriter() {
    List<Write<?>> batch = new ArrayList<>();
    while (true) {
      try {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_MAX - 1);
        if (commit(batch)) {
          return;
        }
      } catch (InterruptedException _) {
        // Only close() ends this thread, through the queue: what is in it is still written.
      }
    }
  }

  /** Runs and commits a batch; returns whether it held the order to stop. */
  private boolean commit(List<Write<?>> batch) {
    boolean stop = false;
    List<Runnable> answers = new ArrayList<>(batch.size());
    try {
      for (Write<?> write : batch) {
        stop |= write.work == null;
        answers.add(write.attempt(writer));
      }
      writer.commit();
    } catch (SQLException | RuntimeException | Error e) {
      // An Error too, such as a full heap: a writer that ends leaves all callers waiting for ever.
      rollback();
      batch.forEach(write -> write.undone.run());
      batch.forEach(write -> write.done.completeExceptionally(e));
      return stop;
    }
    answers.forEach(Runnable::run);
    return stop;
  }

  private void rollback() {
    try {
      writer.rollback();
    } catch (SQLException _) {
      beginAgain();
    }
  }

  /**
   * SQLite rolls back by itself when its disk is full or fails. The driver does not notice: it
   * would go on without a transaction, and each write would be kept and called failed.
   */
  private void beginAgain() {
    try (Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
    } catch (SQLException _) {
      // The commit's own failure is what the callers are told; the next one comes here again.
    }
  }

  /** Finishes the writes that wait, then closes the file. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Write<Object> stop = new Write<>(null, () -> {});
    try {
      queue.put(stop);
      thread.join();
      try (Statement statement = writer.createStatement()) {
        writer.setAutoCommit(true);
        statement.execute("PRAGMA optimize");
      }
      PreparedCache.forget(writer);
      writer.close();
      List<Connection> idle = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        idle.add(readers.take());
        PreparedCache.forget(idle.getLast());
        idle.getLast().close();
      }
      // Whoever waits for one is told that there are no more.
      readers.addAll(idle);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new DatabaseException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }

  /** One waiting transaction; without work it is the order to stop. */
  private static final class Write<T extends @Nullable Object> {
    final @Nullable Work<T> work;
    final Runnable undone;
    final CompletableFuture<T> done = new CompletableFuture<>();

    Write(@Nullable Work<T> work, Runnable undone) {
      this.work = work;
      this.undone = undone;
    }

    /** Runs the work in a savepoint; the answer is given by the caller after the commit. */
    Runnable attempt(Connection connection) throws SQLException {
      if (work == null) {
        return () -> {};
      }
      Savepoint before = connection.setSavepoint();
      try {
        T result = work.run(connection);
        connection.releaseSavepoint(before);
        return () -> done.complete(result);
      } catch (SQLException | RuntimeException e) {
        connection.rollback(before);
        undone.run();
        return () -> done.completeExceptionally(e);
      }
    }
  }
}
