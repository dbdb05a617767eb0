// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tracker's process is killed while it records. */
@Timeout(120)
class HistoryCrashTest {
  private static final int WRITES = 3;

  @TempDir private Path directory;

  /**
   * The process: a node that is here and serves. After each write a line says how often it had
   * served, and for how many milliseconds it had been here, when the write began.
   *
   * @param arguments the directory and the key of the node
   */
  public static void main(String[] arguments) throws InterruptedException {
    Registry registry = Registry.open(Path.of(arguments[0]).resolve("registry.db"));
    long node = Long.parseLong(arguments[1]);
    InstantSource clock = InstantSource.system();
    NodeHistory history = new NodeHistory(registry, Clocks.of(clock));
    AtomicInteger count = new AtomicInteger();
    history.recordChannelOpened(node);
    long opened = clock.millis();
    Thread.ofPlatform().daemon().start(() -> serve(history, node, count));
    while (true) {
      Thread.sleep(Limits.HISTORY_WRITE_INTERVAL);
      String line = count.get() + " " + (clock.millis() - opened);
      history.tick();
      System.out.println(line);
    }
  }

  private static void serve(NodeHistory history, long node, AtomicInteger count) {
    try {
      while (true) {
        history.recordReport(node, ReportRequest.Kind.SERVED, 1_000, 1);
        count.incrementAndGet();
        Thread.sleep(10);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void kill_whileRecording_losesNothingButWhatCameSinceTheLastWrite() throws Exception {
    long node;
    try (RememberedCloud cloud = new RememberedCloud(directory, Duration.ofHours(2))) {
      node = cloud.join("a");
    }

    Process process = start(node);
    String last = "";
    try (BufferedReader lines = process.inputReader()) {
      for (int i = 0; i < WRITES; i++) {
        last = lines.readLine();
        assertThat(last).as("what the process says").isNotNull();
      }
      process.toHandle().destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    // With a write every two seconds that is less than five, if a write takes less than three.
    assertThat(Limits.HISTORY_WRITE_INTERVAL).isLessThanOrEqualTo(Duration.ofSeconds(2));
    int served = Integer.parseInt(last.split(" ", 2)[0]);
    long here = Long.parseLong(last.split(" ", 2)[1]);
    try (Registry registry = Registry.open(directory.resolve("registry.db"))) {
      NodeHistory history = new NodeHistory(registry, Clocks.system());
      List<Period> hours = history.detail("a").orElseThrow().hours();
      assertThat(served).isPositive();
      assertThat(hours.stream().mapToInt(hour -> hour.totals().served()).sum())
          .isGreaterThanOrEqualTo(served);
      assertThat(hours.stream().mapToLong(hour -> hour.totals().hereMillis()).sum())
          .isGreaterThanOrEqualTo(here);
    }
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
