// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many gateways at once, and nodes that go silent. */
class ConcurrentPlacementTest {
  /** 256 KiB in whole blocks and 8 KiB beside them. */
  private static final long FOOTPRINT = 270_336;

  @TempDir private Path directory;

  @Test
  void place_manyAtOnce_noShareIsOvercommitted() throws Exception {
    try (TestCloud cloud = new TestCloud(directory).withNodes(4)) {
      // Room for 10 bits a node is room for 20 stripes of 2; 30 ask.
      for (TestNode node : cloud.nodes.values()) {
        node.say(new NodeMessage.Heartbeat(10 * FOOTPRINT + 1, 0, 0, 0, 0));
        TestCloud.await("share", () -> cloud.view(node).shareBytes() < TestCloud.SHARE);
      }
      List<PlaceRequest> requests = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        requests.add(cloud.stripe(2, 1));
      }
      ConcurrentLinkedQueue<PlaceReply> placed = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
      try (ExecutorService gateways = Executors.newFixedThreadPool(6)) {
        for (PlaceRequest request : requests) {
          gateways.execute(() -> {
            try {
              placed.add(cloud.gateway.place(request));
            } catch (TrackerException e) {
              refused.add(e.problem().type());
            }
          });
        }
      }

      assertThat(placed.size() + refused.size()).isEqualTo(30);
      assertThat(placed.size()).isBetween(15, 20);
      assertThat(refused).containsOnly("no-space");
      assertThat(cloud.gateway.nodes())
          .allSatisfy(node -> {
            assertThat(node.usedBytes()).isLessThanOrEqualTo(node.shareBytes());
            assertThat(node.usedBytes()).isEqualTo(node.bits() * FOOTPRINT);
          });
      assertThat(cloud.gateway.nodes().stream().mapToInt(node -> node.bits()).sum())
          .isEqualTo(2 * placed.size());
      cloud.gateway.release(
          requests.stream()
              .flatMap(request -> request.bits().stream())
              .map(PlaceRequest.Bit::infoHash)
              .toList());
      assertThat(cloud.gateway.nodes()).allSatisfy(node -> assertThat(node.usedBytes()).isZero());
    }
  }

  @Test
  void channel_silentForTheTimeout_isAbsent() {
    TrackerConfig config =
        new TrackerConfig(
            directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofMillis(1_500));
    try (TestCloud cloud = new TestCloud(config)) {
      TestNode node = new TestNode(cloud.join("n1", "s1"), "n1", 7_001);
      cloud.nodes.put(node.identity.nodeId(), node);
      node.connect(cloud.tracker.uri(), TestCloud.SHARE, List.<InfoHash>of());

      TestCloud.await("absent", () -> cloud.events(node).getFirst().equals("absent"));
      assertThat(cloud.view(node).online()).isFalse();
    }
  }
}
