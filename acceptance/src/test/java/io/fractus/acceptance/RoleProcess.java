// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One role of a cloud as a process of its own, with its log; it ends with the test. */
final class RoleProcess implements AutoCloseable {
  private static final long END_SECONDS = 60;

  private final Path log;
  private final List<String> arguments;
  private @Nullable Process process;

  /**
   * @param log is appended to
   * @param arguments of the command line of Fractus
   */
  RoleProcess(Path log, String... arguments) {
    this.log = log;
    this.arguments = List.of(arguments);
  }

  RoleProcess start() throws IOException {
    List<String> command = Tool.fractus(arguments.toArray(String[]::new));
    process = Tool.start(new ProcessBuilder(command), log);
    return this;
  }

  boolean isRunning() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** What it printed, for the message of a failure and for what must not be in it. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Asks it to end and waits until it has. */
  void stop() throws InterruptedException {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new AssertionError("it does not end after SIGTERM: " + arguments);
      }
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
