// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.ReportRequest;
import io.fractus.tracker.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The memory of nodes over a long time. */
@Timeout(120)
class HistorySpaceTest {
  /** Each has rows of its own, so a thousand take fifty times as much. */
  private static final int NODES = 20;

  /** Stated: 64 KiB a node, so 64 MB for a thousand. */
  private static final long BYTES_PER_NODE_MAX = 64 << 10;

  @TempDir private Path directory;
  private final Random random = new Random(42);

  @Test
  void record_nodesForTwoYears_staysBelow64KibibytesANode() throws Exception {
    try (RememberedCloud cloud = new RememberedCloud(directory, Duration.ofDays(3))) {
      List<Long> nodes = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        nodes.add(cloud.join("n" + i));
      }
      // Hours are forgotten: before the last weeks one hour of each day will do.
      for (int day = 0; day < 2 * 365 - 16; day++) {
        nodes.forEach(node -> serve(cloud, node));
        cloud.pass(Duration.ofDays(1), Duration.ofDays(1));
      }
      for (int hour = 0; hour < 16 * 24; hour++) {
        nodes.forEach(node -> serve(cloud, node));
        nodes.stream().filter(_ -> random.nextInt(12) == 0).forEach(node -> flip(cloud, node));
        cloud.pass(Duration.ofHours(1), Duration.ofHours(1));
      }

      NodeDetail detail = cloud.detail("n7");
      assertThat(detail.hours()).hasSizeBetween(Limits.HOURS_KEPT - 1, Limits.HOURS_KEPT);
      assertThat(detail.days()).hasSizeBetween(Limits.DAYS_KEPT - 1, Limits.DAYS_KEPT);
      assertThat(detail.weeks()).hasSizeBetween(Limits.WEEKS_KEPT - 1, Limits.WEEKS_KEPT);
    }
    long bytes = Files.size(directory.resolve("registry.db"));
    assertThat(bytes).isLessThan(NODES * BYTES_PER_NODE_MAX);
  }

  private void serve(RememberedCloud cloud, long node) {
    cloud.history.recordReport(
        node, ReportRequest.Kind.SERVED, 1 + random.nextInt(1 << 24), 1 + random.nextInt(9_999));
  }

  private static void flip(RememberedCloud cloud, long node) {
    if (cloud.history.isHere(node)) {
      cloud.history.recordChannelLost(node, cloud.now, false);
    } else {
      cloud.history.recordChannelOpened(node);
    }
  }
}
