// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.IOException;
import java.util.List;

/** On which cores processes run: Linux's {@code taskset}, where it is. Not thread-safe. */
final class Cores {
  private static final int ALL = Runtime.getRuntime().availableProcessors();

  private final List<ProcessHandle> measured;

  /**
   * @param measured they, and on the other side this process
   */
  Cores(List<ProcessHandle> measured) {
    this.measured = measured;
  }

  int count() {
    return ALL;
  }

  /**
   * Keeps the measured on the first core and this process on the others.
   *
   * @return whether that is possible
   */
  boolean apart() throws IOException {
    boolean done = ALL > 1 && set(ProcessHandle.current(), "1-" + (ALL - 1));
    for (ProcessHandle process : measured) {
      done = done && set(process, "0");
    }
    return done;
  }

  /** Lets all run where they like. */
  void together() throws IOException {
    for (ProcessHandle process : measured) {
      set(process, "0-" + (ALL - 1));
    }
    set(ProcessHandle.current(), "0-" + (ALL - 1));
  }

  private static boolean set(ProcessHandle process, String cores) throws IOException {
    List<String> command = List.of("taskset", "-acp", cores, Long.toString(process.pid()));
    try {
      Process run =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return run.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while cores were set", e);
    } catch (IOException _) {
      return false;
    }
  }
}
