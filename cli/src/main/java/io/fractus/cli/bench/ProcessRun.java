// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.cli.base.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one process took from its start to its end.
 *
 * @param wallMillis by the clock
 * @param cpuMillis of all its threads, to the 10 ms that the kernel counts
 * @param output what it printed
 */
record ProcessRun(double wallMillis, double cpuMillis, String output) {
  private static final int SECONDS_MAX = 60;

  /** Where Linux counts the processor time of children that have ended. */
  private static final Path STAT = Path.of("/proc/self/stat");

  /** User and system time of ended children, counted after the name, which may hold spaces. */
  private static final int CHILDREN_USER = 13;

  private static final double MILLIS_PER_TICK = 10;

  /** Runs a command; no other child of this process may end meanwhile. */
  static ProcessRun of(List<String> command) throws IOException, InterruptedException {
    double before = childrenMillis();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw Failure.failed(command + " did not end within " + SECONDS_MAX + " s");
    }
    double wall = (System.nanoTime() - start) / 1e6;
    if (process.exitValue() != 0) {
      throw Failure.failed(command + " ended with " + process.exitValue() + ": " + output);
    }
    return new ProcessRun(wall, childrenMillis() - before, output);
  }

  private static double childrenMillis() throws IOException {
    String stat = Files.readString(STAT);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
        * MILLIS_PER_TICK;
  }
}
