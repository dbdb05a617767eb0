// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.platform.Database;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker must not forget: nodes, bits, copies, events. A write has returned only when it
 * is on disk. Thread-safe.
 */
public final class Registry implements AutoCloseable {
  private final Database database;
  private volatile Changes.Listener listener = _ -> {};
  private volatile Changes.Listener damages = _ -> {};
  private volatile LongConsumer loads = _ -> {};

  /** Work on the tables of one transaction. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Rows rows);
  }

  private Registry(Database database) {
    this.database = database;
  }

  /** Opens the registry in this file, making and migrating it as needed. */
  public static Registry open(Path file) {
    return new Registry(Database.open(file, "db/registry"));
  }

  /** Sets who is told what changed, on the thread that wrote it. */
  public void onChange(Changes.Listener told) {
    listener = told;
  }

  /** Sets who is told as well when copies went or are not complete any more; it must not wait. */
  public void onDamage(Changes.Listener told) {
    damages = told;
  }

  /**
   * Sets who is told of every node whose space, place or standing changes: on the writer's thread,
   * before it is on disk, and again if it is undone. So what runs within {@link #write} and reads
   * such nodes again knows of all that was decided before it, and of nothing that was not.
   */
  public void onLoad(LongConsumer told) {
    loads = told;
  }

  /** Reads beside the writer; sees what was committed. */
  public <T extends @Nullable Object> T read(Work<T> work) {
    return database.read(connection -> work.run(new Rows(connection, new Changes())));
  }

  /**
   * One transaction after all earlier ones; what the work throws is thrown here, and then nothing
   * of it is recorded. The work must not call the registry again.
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    Changes changes = new Changes(loads);
    T result =
        database.write(connection -> work.run(new Rows(connection, changes)), changes::undone);
    if (!changes.isEmpty()) {
      listener.changed(changes);
    }
    if (!changes.damaged().isEmpty()) {
      damages.changed(changes);
    }
    return result;
  }

  @Override
  public void close() {
    database.close();
  }
}
