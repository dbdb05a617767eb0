// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.ReportRequest;
import io.fractus.tracker.Limits;
import io.fractus.tracker.registry.Registry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tracker's process is killed while it records. */
@Timeout(120)
class HistoryCrashTest {
  private static final int RECORDED_MIN = 100;
  private static final int RECORDING_MS = 7_000;

  @TempDir private Path directory;

  /**
   * The process: a node that is here and serves, a count a line of what was recorded when.
   *
   * @param arguments the directory and the key of the node
   */
  public static void main(String[] arguments) throws InterruptedException {
    Registry registry = Registry.open(Path.of(arguments[0]).resolve("registry.db"));
    long node = Long.parseLong(arguments[1]);
    NodeHistory history = new NodeHistory(registry, InstantSource.system());
    history.recordChannelOpened(node);
    Thread.ofPlatform().daemon().start(() -> tick(history));
    for (int count = 1; count <= 100_000; count++) {
      history.recordReport(node, ReportRequest.Kind.SERVED, 1_000, 1);
      System.out.println(System.currentTimeMillis() + " " + count);
      Thread.sleep(10);
    }
  }

  private static void tick(NodeHistory history) {
    try {
      while (true) {
        Thread.sleep(Limits.HISTORY_WRITE_INTERVAL.toMillis());
        history.tick();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void kill_whileRecording_losesFiveSecondsAtMost() throws Exception {
    long node;
    try (RememberedCloud cloud = new RememberedCloud(directory, Duration.ofHours(2))) {
      node = cloud.join("a");
    }

    Process process = start(node);
    long first;
    String last;
    try (BufferedReader lines = process.inputReader()) {
      String line = line(lines);
      first = number(line, 0);
      // Long enough that something was written, and that more was recorded since.
      while (number(line, 0) - first < RECORDING_MS || number(line, 1) < RECORDED_MIN) {
        line = line(lines);
      }
      // Through its handle: that of the process itself would throw away what it said last.
      process.toHandle().destroyForcibly();
      last = lastOf(line, lines);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    try (Registry registry = Registry.open(directory.resolve("registry.db"))) {
      NodeHistory history = new NodeHistory(registry, InstantSource.system());
      Totals totals = history.detail("a").orElseThrow().days().getLast().totals();
      // At least ten milliseconds lie between two records, so five seconds are 500 at most.
      assertThat(totals.served()).isGreaterThan((int) number(last, 1) - 500);
      assertThat(totals.hereMillis()).isGreaterThan(number(last, 0) - first - 5_000);
    }
  }

  private static String line(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertThat(line).as("what the process says").isNotNull();
    return line;
  }

  /** The last whole line before the end. */
  private static String lastOf(String before, BufferedReader lines) throws IOException {
    String last = before;
    String next = lines.readLine();
    while (next != null && next.matches("[0-9]{13} [0-9]+")) {
      last = next;
      next = lines.readLine();
    }
    return last;
  }

  private static long number(String line, int index) {
    return Long.parseLong(line.split(" ", -1)[index]);
  }

  private Process start(long node) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HistoryCrashTest.class.getName(),
                directory.toString(),
                Long.toString(node)))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
