// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies on their way from a node that drains or shrinks, with the tracker killed in between. */
class DrainFlowTest {
  /** More than a round, so that what must not come would have. */
  private static final long SILENCE_MILLIS = 1_500;

  @TempDir private Path directory;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private JsonNode send(String method, String path) {
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      return admin.send(method, path, "").body();
    }
  }

  private void drain(TestNode node) {
    send("POST", "/api/v1/nodes/" + node.name + "/drain");
  }

  private JsonNode detail(TestNode node) {
    return send("GET", "/api/v1/nodes/" + node.name);
  }

  private String state(TestNode node) {
    return detail(node).get("node").get("state").asString();
  }

  private TestNode named(String name) {
    return cloud.nodes.values().stream()
        .filter(node -> node.name.equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Places one bit and has all its nodes say that they hold it. */
  private InfoHash placed(int copies) throws Exception {
    PlaceRequest request = cloud.stripe(1, copies);
    var placed = cloud.gateway.place(request).bits().getFirst();
    for (Copy copy : placed.copies()) {
      TestNode node = cloud.node(copy.nodeId());
      node.expect(TrackerMessage.Assign.class);
      node.completed(placed.infoHash());
      TestCloud.await("complete", () -> cloud.completeOn(placed.infoHash()).contains(node.name));
    }
    return placed.infoHash();
  }

  private TestNode holder(InfoHash bit) {
    return cloud.node(cloud.copies(bit).getFirst().nodeId());
  }

  @Test
  void drain_node_letsGoOnlyWhenAnotherCopyIsComplete() throws Exception {
    cloud.withNodes(2);
    InfoHash bit = placed(1);
    TestNode from = holder(bit);
    TestNode to = cloud.nodes.values().stream().filter(n -> n != from).findFirst().orElseThrow();

    drain(from);

    TrackerMessage.Assign assign = to.expect(TrackerMessage.Assign.class);
    assertThat(assign.bit().infoHash()).isEqualTo(bit);
    assertThat(assign.sources()).containsExactly(new PeerAddress("127.0.0.1", from.port));
    assertThat(from.poll(SILENCE_MILLIS)).isNull();
    assertThat(detail(from).get("drain").get("text").asString())
        .isEqualTo("draining: 1 of 1 bits left, 1 under way");
    assertThat(cloud.completeOn(bit)).containsExactly(from.name);

    to.completed(bit);

    assertThat(from.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit);
    assertThat(cloud.completeOn(bit)).containsExactly(to.name);
    TestCloud.await("drained", () -> state(from).equals("drained"));
    assertThat(detail(from).get("drain").isNull()).isTrue();
    assertThat(cloud.events(from)).startsWith("drained", "draining");
    assertThat(cloud.view(from).usedBytes()).isZero();
  }

  @Test
  void drain_trackerIsKilledInBetween_goesOn() throws Exception {
    cloud.withNodes(2);
    InfoHash bit = placed(1);
    TestNode from = holder(bit);
    TestNode to = cloud.nodes.values().stream().filter(n -> n != from).findFirst().orElseThrow();
    drain(from);
    to.expect(TrackerMessage.Assign.class);

    cloud.restartTracker();
    cloud.connect(to, List.of());
    cloud.connect(from, List.of(bit));

    to.expect(TrackerMessage.Assign.class);
    to.completed(bit);
    TestCloud.await("moved", () -> cloud.copies(bit).size() == 1);
    assertThat(cloud.completeOn(bit)).containsExactly(to.name);

    // Killed before the node heard that it may let go: its inventory tells.
    cloud.restartTracker();
    cloud.connect(to, List.of(bit));
    cloud.connect(from, List.of(bit));
    from.expect(TrackerMessage.Release.class);
    TestCloud.await("drained", () -> state(from).equals("drained"));
  }

  @Test
  void drain_noOtherSite_saysSoAndGoesOnWhenThereIsOne() throws Exception {
    cloud.withNodes(2);
    InfoHash bit = placed(2);
    TestNode from = named("n0");

    drain(from);

    TestCloud.await(
        "reason",
        () ->
            detail(from)
                .get("drain")
                .get("text")
                .asString()
                .endsWith("1 cannot be placed: no other node is here that takes copies"));
    assertThat(cloud.completeOn(bit)).containsExactly("n0", "n1");

    cloud.withNodes(3);
    TestNode to = named("n2");
    to.expect(TrackerMessage.Assign.class);
    to.completed(bit);
    from.expect(TrackerMessage.Release.class);
    assertThat(cloud.completeOn(bit)).containsExactly("n1", "n2");
  }

  @Test
  void drain_nodesWithMatesOnly_nothingIsPutBesideAMate() throws Exception {
    cloud.withNodes(3);
    var placed = cloud.gateway.place(cloud.stripe(3, 1)).bits();
    for (var bit : placed) {
      TestNode node = cloud.node(bit.copies().getFirst().nodeId());
      node.expect(TrackerMessage.Assign.class);
      node.completed(bit.infoHash());
      TestCloud.await("complete", () -> !cloud.completeOn(bit.infoHash()).isEmpty());
    }
    TestNode from = named("n0");

    drain(from);

    TestCloud.await(
        "reason", () -> detail(from).get("drain").get("text").asString().contains("its stripe"));
    cloud.withNodes(4);
    named("n3").expect(TrackerMessage.Assign.class);
  }

  @Test
  void drain_stripesOfOneMoment_areNoMatesAndMoveToOneNode() throws Exception {
    TrackerConfig config =
        new TrackerConfig(
            directory.resolve("coarse"), "127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(60));
    try (TestCloud coarse = new TestCloud(config, DrainFlowTest::tenSeconds)) {
      coarse.withNodes(1);
      TestNode from = coarse.nodes.values().iterator().next();
      Set<InfoHash> placed = new HashSet<>();
      for (int i = 0; i < 4; i++) {
        InfoHash bit = coarse.gateway.place(coarse.stripe(1, 1)).bits().getFirst().infoHash();
        from.expect(TrackerMessage.Assign.class);
        from.completed(bit);
        placed.add(bit);
      }
      TestCloud.await("complete", () -> coarse.view(from).bits() == placed.size());
      coarse.withNodes(2);
      TestNode to = coarse.nodes.values().stream().skip(1).findFirst().orElseThrow();

      try (Http admin = new Http(coarse.tracker.uri(), coarse.tracker.tokens().admin())) {
        admin.send("POST", "/api/v1/nodes/" + from.name + "/drain", "");
      }

      Set<InfoHash> moved = new HashSet<>();
      for (int i = 0; i < placed.size(); i++) {
        moved.add(to.expect(TrackerMessage.Assign.class).bit().infoHash());
      }
      assertThat(moved).isEqualTo(placed);
    }
  }

  /** A clock that ticks so rarely that most of what happens has the same time. */
  private static Instant tenSeconds() {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10);
  }

  @Test
  void drain_targetIsFull_anotherIsAsked() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(1);
    TestNode from = holder(bit);
    drain(from);
    TestCloud.await("assigned", () -> cloud.copies(bit).size() == 2);
    TestNode full =
        cloud.node(
            cloud.copies(bit).stream()
                .filter(copy -> copy.state() == CopyState.WANTED)
                .findFirst()
                .orElseThrow()
                .nodeId());
    full.expect(TrackerMessage.Assign.class);

    full.failed(bit, NodeMessage.Reason.SHARE_FULL);

    TestNode other =
        cloud.nodes.values().stream().filter(n -> n != from && n != full).findFirst().orElseThrow();
    other.expect(TrackerMessage.Assign.class);
    other.completed(bit);
    from.expect(TrackerMessage.Release.class);
    assertThat(cloud.completeOn(bit)).containsExactly(other.name);
  }

  @Test
  void undrain_inBetween_theNodeKeepsItsCopy() throws Exception {
    cloud.withNodes(2);
    InfoHash bit = placed(1);
    TestNode from = holder(bit);
    TestNode to = cloud.nodes.values().stream().filter(n -> n != from).findFirst().orElseThrow();
    drain(from);
    to.expect(TrackerMessage.Assign.class);

    send("POST", "/api/v1/nodes/" + from.name + "/undrain");

    assertThat(to.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit);
    TestCloud.await("one copy", () -> cloud.copies(bit).size() == 1);
    assertThat(cloud.completeOn(bit)).containsExactly(from.name);
    assertThat(state(from)).isEqualTo("online");
    // One that comes all the same is not kept.
    to.completed(bit);
    to.expect(TrackerMessage.Release.class);
  }

  @Test
  void leave_wishOfANode_isDrainedAndToldHowFarItIs() throws Exception {
    cloud.withNodes(2);
    InfoHash bit = placed(1);
    TestNode from = holder(bit);
    TestNode to = cloud.nodes.values().stream().filter(n -> n != from).findFirst().orElseThrow();

    from.say(new NodeMessage.Leave(true));

    to.expect(TrackerMessage.Assign.class);
    TestCloud.await(
        "told",
        () ->
            new TrackerMessage.Leaving(true, false, 1, 1, "draining: 1 of 1 bits left, 1 under way")
                .equals(from.leaving));
    to.completed(bit);
    TestCloud.await(
        "told the end",
        () -> new TrackerMessage.Leaving(true, true, 0, 0, "").equals(from.leaving));

    from.say(new NodeMessage.Leave(false));
    TestCloud.await("back", () -> state(from).equals("online"));
    TestCloud.await(
        "told that it is back",
        () -> new TrackerMessage.Leaving(false, false, 0, 0, "").equals(from.leaving));
    assertThat(cloud.events(from)).startsWith("undrained", "drained", "draining");
  }

  @Test
  void leave_nodeTakesBackWhatAnOperatorDecided_isNotHeard() throws Exception {
    cloud.withNodes(1);
    TestNode node = named("n0");
    drain(node);
    TestCloud.await("drained", () -> state(node).equals("drained"));

    node.say(new NodeMessage.Leave(false));

    assertThat(node.poll(SILENCE_MILLIS)).isNull();
    assertThat(state(node)).isEqualTo("drained");
  }

  @Test
  void drain_moreThanMoveAtATime_goInBoundedSteps() throws Exception {
    cloud.withNodes(1);
    int bits = 3 * Limits.DRAIN_MOVES_TO_NODE_MAX;
    TestNode from = named("n0");
    List<InfoHash> all = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      all.add(placed(1));
    }
    cloud.withNodes(2);
    TestNode to = named("n1");

    drain(from);

    for (int i = 0; i < Limits.DRAIN_MOVES_TO_NODE_MAX; i++) {
      to.expect(TrackerMessage.Assign.class);
    }
    assertThat(to.poll(SILENCE_MILLIS)).isNull();
    List<InfoHash> waiting = all.stream().filter(bit -> cloud.copies(bit).size() == 2).toList();
    assertThat(waiting).hasSize(Limits.DRAIN_MOVES_TO_NODE_MAX);
    waiting.forEach(to::completed);
    for (int i = Limits.DRAIN_MOVES_TO_NODE_MAX; i < bits; i++) {
      to.completed(to.expect(TrackerMessage.Assign.class).bit().infoHash());
    }
    TestCloud.await("drained", () -> state(from).equals("drained"));
    assertThat(all).allSatisfy(bit -> assertThat(cloud.completeOn(bit)).containsExactly("n1"));
  }

  @Test
  void heartbeat_shareBelowWhatIsHeld_whatDoesNotFitMoves() throws Exception {
    cloud.withNodes(1);
    TestNode from = named("n0");
    List<InfoHash> all = List.of(placed(1), placed(1), placed(1));
    long used = cloud.view(from).usedBytes();
    cloud.withNodes(2);
    TestNode to = named("n1");

    from.say(new NodeMessage.Heartbeat(used - 1, used, 3, 0, 0));

    InfoHash moving = to.expect(TrackerMessage.Assign.class).bit().infoHash();
    assertThat(to.poll(SILENCE_MILLIS)).isNull();
    assertThat(detail(from).get("drain").get("text").asString())
        .isEqualTo("shrinking: 1 bytes more than its share left, 1 under way");
    to.completed(moving);
    assertThat(from.expect(TrackerMessage.Release.class).bit()).isEqualTo(moving);
    assertThat(from.poll(SILENCE_MILLIS)).isNull();
    assertThat(cloud.view(from).usedBytes()).isLessThanOrEqualTo(used - 1);
    assertThat(all).allSatisfy(bit -> assertThat(cloud.completeOn(bit)).hasSize(1));
    assertThat(state(from)).isEqualTo("online");
  }
}
