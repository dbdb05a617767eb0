// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two passkeys for one machine: nodes that name sites of their own and serve at one address. */
@Timeout(120)
class SharedAddressTest {
  private static final String PAIR = "203.0.113.7";
  private static final int STRIPES = 20;

  @TempDir private Path directory;

  private TestNode node(TestCloud cloud, String name, String host) {
    TestNode node = new TestNode(cloud.join(name, "site-" + name), name, 7_001);
    cloud.nodes.put(node.identity.nodeId(), node);
    node.open(cloud.tracker.uri());
    node.say(new NodeMessage.Hello(host, node.port, TestCloud.SHARE, "test"));
    node.say(new NodeMessage.Inventory(List.of(), true));
    TestCloud.await(name + " online", () -> cloud.view(node).online());
    return node;
  }

  private TestCloud cloud(Set<String> separate) {
    return new TestCloud(
        TrackerConfig.of(directory.resolve("tracker"), "127.0.0.1", 0).withSeparateSites(separate));
  }

  /** How many of some bits with two copies have both of them on the pair. */
  private static int onBoth(TestCloud cloud, TestNode one, TestNode two) {
    int both = 0;
    for (int i = 0; i < STRIPES; i++) {
      List<String> on =
          cloud.gateway.place(cloud.stripe(1, 2)).bits().getFirst().copies().stream()
              .map(Copy::nodeId)
              .toList();
      both += on.containsAll(List.of(one.identity.nodeId(), two.identity.nodeId())) ? 1 : 0;
    }
    return both;
  }

  @Test
  void place_pairBehindOneAddress_neverGetsTwoCopiesOfABit() throws Exception {
    try (TestCloud cloud = cloud(Set.of())) {
      TestNode one = node(cloud, "one", PAIR);
      TestNode two = node(cloud, "two", PAIR);
      TestNode other = node(cloud, "other", "203.0.113.8");
      TestCloud.await("found", () -> cloud.events(two).contains("shared-address"));

      assertThat(onBoth(cloud, one, two)).isZero();

      assertThat(cloud.events(one)).doesNotContain("shared-address");
      assertThat(cloud.events(other)).doesNotContain("shared-address");
      assertThat(two.expect(TrackerMessage.Assign.class)).isNotNull();
    }
  }

  @Test
  void place_operatorSaysThatTheSitesAreSeparate_mayGetTwo() {
    try (TestCloud cloud = cloud(Set.of(PAIR))) {
      TestNode one = node(cloud, "one", PAIR);
      TestNode two = node(cloud, "two", PAIR);

      assertThat(onBoth(cloud, one, two)).isEqualTo(STRIPES);

      assertThat(cloud.events(two)).doesNotContain("shared-address");
    }
  }
}
