// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A process that a test started, with a directory of its own that goes with it. */
final class Child implements AutoCloseable {
  private static final int STOP_SECONDS = 60;
  private static final long LOOK_MILLIS = 100;

  private final Path directory;
  private final Process process;

  private Child(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /** Starts a program, whose output goes to a file in the directory. */
  static Child start(Path directory, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    process.getOutputStream().close();
    return new Child(directory, process);
  }

  String output() throws IOException {
    return Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
  }

  /** Waits until something is so; fails if it is not in time, or if the process ends. */
  void await(Duration limit, Callable<Boolean> so) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (!so.call()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("it did not start:\n" + output());
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for its end and returns its code; fails if it does not end in time. */
  int awaitExit(Duration limit) throws IOException {
    try {
      if (process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("it did not end:\n" + output());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new AssertionError("cannot delete " + directory, e);
    }
  }
}
