// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says that a process uses. Stateless. */
final class ProcessNumbers {
  /** Of /proc/PID/stat, in hundredths of a second on every Linux that Java runs on. */
  private static final long TICK_NANOS = 10_000_000;

  /** Where the times of user and kernel are, counted after the name in parentheses. */
  private static final int USER = 11;

  private static final int KERNEL = 12;

  private ProcessNumbers() {}

  /** CPU time of all threads together, in steps of a hundredth of a second. */
  static long cpuNanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL])) * TICK_NANOS;
  }

  /** Memory that is there: VmRSS. */
  static long rssBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("/proc/" + pid + "/status has no VmRSS");
  }
}
