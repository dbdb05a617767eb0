// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the clock of a tracker that has nodes. */
class ClockSetTest {
  private static final Duration YEAR = Duration.ofDays(400);

  @TempDir private Path directory;
  private volatile Duration set = Duration.ZERO;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    InstantSource steady = Clocks.system().steady();
    cloud =
        new TestCloud(
            new TrackerConfig(
                directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(60)),
            new Clocks(() -> steady.instant().plus(set), steady));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  /** Longer than the tracker takes to look for nodes that went silent, and to note the time. */
  private static void housekeeping() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(2 * Limits.HISTORY_WRITE_INTERVAL.toMillis());
  }

  private void checkPlacing() throws Exception {
    for (var placed : cloud.gateway.place(cloud.stripe(3, 1)).bits()) {
      TestNode node = cloud.node(placed.copies().getFirst().nodeId());
      node.expect(TrackerMessage.Assign.class);
      node.completed(placed.infoHash());
      TestCloud.await(
          "complete",
          () -> !cloud.copies(placed.infoHash()).isEmpty() && isComplete(placed.infoHash()));
    }
  }

  private boolean isComplete(InfoHash bit) {
    return cloud.copies(bit).getFirst().state() == CopyState.COMPLETE;
  }

  @Test
  void channels_clockIsSetBothWays_stayOpen() throws Exception {
    cloud.withNodes(3);
    for (Duration to : List.of(YEAR, YEAR.negated(), Duration.ZERO)) {
      set = to;
      housekeeping();

      checkPlacing();
      for (TestNode node : cloud.nodes.values()) {
        assertThat(cloud.view(node).online()).isTrue();
        assertThat(cloud.events(node)).containsExactly("online", "joined");
      }
    }
  }

  @Test
  void place_nodeWasFullBeforeTheClockWasSetBack_getsBitsAgainLater() throws Exception {
    cloud.withNodes(3);
    set = YEAR;
    var placed = cloud.gateway.place(cloud.stripe(1, 1)).bits().getFirst();
    TestNode full = cloud.node(placed.copies().getFirst().nodeId());
    full.expect(TrackerMessage.Assign.class);
    full.failed(placed.infoHash(), NodeMessage.Reason.SHARE_FULL);
    TestCloud.await(
        "another",
        () ->
            cloud.copies(placed.infoHash()).stream()
                .noneMatch(copy -> copy.nodeId().equals(full.identity.nodeId())));

    set = Duration.ZERO;
    housekeeping();

    assertThat(cloud.view(full).online()).isTrue();
    assertThat(cloud.gateway.place(cloud.stripe(2, 1)).bits())
        .as("it rests for a minute by the steady clock, whatever the other shows")
        .noneMatch(bit -> bit.copies().getFirst().nodeId().equals(full.identity.nodeId()));
  }

  @Test
  void drain_clockIsSetBackMeanwhile_goesOn() throws Exception {
    cloud.withNodes(2);
    set = YEAR;
    var placed = cloud.gateway.place(cloud.stripe(1, 1)).bits().getFirst();
    TestNode from = cloud.node(placed.copies().getFirst().nodeId());
    TestNode to = cloud.nodes.values().stream().filter(n -> n != from).findFirst().orElseThrow();
    from.expect(TrackerMessage.Assign.class);
    from.completed(placed.infoHash());
    TestCloud.await("complete", () -> isComplete(placed.infoHash()));
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      admin.send("POST", "/api/v1/nodes/" + from.name + "/drain", "");
    }
    to.expect(TrackerMessage.Assign.class);

    set = Duration.ZERO;
    housekeeping();
    to.completed(placed.infoHash());

    assertThat(from.expect(TrackerMessage.Release.class).bit()).isEqualTo(placed.infoHash());
    TestCloud.await("drained", () -> cloud.events(from).contains("drained"));
  }
}
