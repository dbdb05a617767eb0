// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.RebuildRequest.Outcome;
import io.fractus.protocol.control.RebuildRequest.Result;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.availability.Patience;
import io.fractus.tracker.repair.RepairSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies that are gone and made good, with the tracker killed in between. */
class RepairFlowTest {
  /** More than two rounds, so that what must not come would have. */
  private static final long SILENCE_MILLIS = 1_500;

  private static final RepairSettings PROMPT =
      new RepairSettings(
          Patience.all(Duration.ofSeconds(2)),
          Duration.ofSeconds(1),
          1L << 30,
          1L << 30,
          1L << 30,
          Duration.ofMinutes(1));

  @TempDir private Path directory;
  private TestCloud cloud;

  /** What was placed last. */
  @SuppressWarnings("NullAway.Init")
  private PlaceRequest request;

  @SuppressWarnings("NullAway.Init")
  private TestNode third;

  @BeforeEach
  void start() {
    cloud = cloud(RepairSettings.USUAL, "usual");
  }

  private TestCloud cloud(RepairSettings repair, String name) {
    return new TestCloud(
        new TrackerConfig(
            directory.resolve(name),
            "127.0.0.1",
            0,
            "127.0.0.1",
            Duration.ofSeconds(60),
            0,
            repair));
  }

  private void prompt() {
    cloud.close();
    cloud = cloud(PROMPT, "prompt");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private JsonNode send(String method, String path, String body) {
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      return admin.send(method, path, body).body();
    }
  }

  private JsonNode status() {
    return send("GET", "/api/v1/repair", "");
  }

  private void declareLost(TestNode node) {
    send("POST", "/api/v1/nodes/" + node.name + "/lost", "{\"reason\":\"its disk burnt\"}");
  }

  private InfoHash placed(int copies) throws Exception {
    request = cloud.stripe(1, copies);
    var placed = cloud.gateway.place(request).bits().getFirst();
    for (Copy copy : placed.copies()) {
      TestNode node = cloud.node(copy.nodeId());
      node.expect(TrackerMessage.Assign.class);
      node.completed(placed.infoHash());
      TestCloud.await("complete", () -> cloud.completeOn(placed.infoHash()).contains(node.name));
    }
    return placed.infoHash();
  }

  private TestNode holder(InfoHash bit, int index) {
    return cloud.node(cloud.copies(bit).stream().map(Copy::nodeId).sorted().toList().get(index));
  }

  private TestNode other(InfoHash bit) {
    List<String> holders = cloud.copies(bit).stream().map(Copy::nodeId).toList();
    return cloud.nodes.entrySet().stream()
        .filter(node -> !holders.contains(node.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void declareLost_node_siblingIsCopiedToANewNode() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode gone = holder(bit, 0);
    TestNode sibling = holder(bit, 1);
    TestNode to = other(bit);
    gone.vanish();

    declareLost(gone);

    TrackerMessage.Assign assign = to.expect(TrackerMessage.Assign.class);
    assertThat(assign.bit().infoHash()).isEqualTo(bit);
    assertThat(assign.sources()).containsExactly(new PeerAddress("127.0.0.1", sibling.port));
    assertThat(status().get("underWay").asInt()).isEqualTo(1);
    assertThat(status().get("lost").get(0).get("reason").asString()).isEqualTo("its disk burnt");
    to.completed(bit);
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);
    assertThat(cloud.completeOn(bit)).contains(to.name, sibling.name);
    assertThat(status().get("underWay").asInt()).isZero();
    assertThat(status().get("today").get("bytes").asLong()).isEqualTo(256 << 10);
    assertThat(cloud.events(gone)).contains("lost");
    assertThat(to.poll(SILENCE_MILLIS)).isNull();
  }

  @Test
  void declareLost_nodesThatAreHere_areNobodysSource() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode sibling = holder(bit, 1);

    declareLost(holder(bit, 0));

    assertThat(other(bit).expect(TrackerMessage.Assign.class).sources())
        .containsExactly(new PeerAddress("127.0.0.1", sibling.port));

    // Nobody waits for a copy that is under way and can come from nowhere any more.
    declareLost(sibling);
    TestCloud.await("rebuild", () -> status().get("queue").get("rebuild").asInt() == 1);
  }

  @Test
  void absence_withinPatience_nothingIsCopied() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode to = other(bit);

    holder(bit, 0).vanish();

    assertThat(to.poll(2 * SILENCE_MILLIS)).isNull();
    assertThat(status().get("lost").isEmpty()).isTrue();
  }

  @Test
  void absence_beyondPatience_isRepairedAndTrackerKillDoesNotRepeatIt() throws Exception {
    prompt();
    cloud.withNodes(4);
    InfoHash bit = placed(2);
    TestNode gone = holder(bit, 0);
    TestNode sibling = holder(bit, 1);
    List<TestNode> spare =
        cloud.nodes.values().stream().filter(n -> n != gone && n != sibling).toList();
    gone.vanish();
    TestCloud.await("begun", () -> cloud.copies(bit).size() == 3);
    TestNode to = cloud.node(wantedOn(bit));
    to.expect(TrackerMessage.Assign.class);

    cloud.restartTracker();
    cloud.connect(sibling, List.of(bit));
    for (TestNode node : spare) {
      cloud.connect(node, List.of());
    }

    assertThat(to.expect(TrackerMessage.Assign.class).bit().infoHash()).isEqualTo(bit);
    assertThat(status().get("underWay").asInt()).isEqualTo(1);
    for (TestNode node : spare) {
      assertThat(node.poll(SILENCE_MILLIS)).as(node.name + " beside " + to.name).isNull();
    }
    to.completed(bit);
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);
    assertThat(cloud.completeOn(bit)).contains(to.name, sibling.name);
    assertThat(status().get("lost").get(0).get("name").asString()).isEqualTo(gone.name);
  }

  private String wantedOn(InfoHash bit) {
    return cloud.copies(bit).stream()
        .filter(copy -> copy.state() == CopyState.WANTED)
        .findFirst()
        .orElseThrow()
        .nodeId();
  }

  @Test
  void revoke_node_itsCopiesAreMadeElsewhere() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode gone = holder(bit, 0);
    TestNode to = other(bit);

    send("POST", "/api/v1/nodes/" + gone.name + "/revoke", "");

    assertThat(to.expect(TrackerMessage.Assign.class).bit().infoHash()).isEqualTo(bit);
    to.completed(bit);
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);
  }

  @Test
  void suspectCopy_isVerifiedFirst_andThenMadeElsewhere() throws Exception {
    prompt();
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode rotten = holder(bit, 0);
    TestNode to = other(bit);

    rotten.failed(bit, NodeMessage.Reason.DISK);

    assertThat(rotten.expect(TrackerMessage.Verify.class).bit()).isEqualTo(bit);
    assertThat(to.expect(TrackerMessage.Assign.class).bit().infoHash()).isEqualTo(bit);
    to.completed(bit);
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);
    assertThat(cloud.copies(bit)).hasSize(3);
  }

  @Test
  void drain_otherCopyIsOnALostNode_doesNotLetGoOfTheLastOne() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(1);
    TestNode only = holder(bit, 0);
    cloud.gateway.place(
        new PlaceRequest(
            "rs:1x2",
            List.of(new PlaceRequest.Bit(request.bits().getFirst().metainfo(), 2)),
            TestCloud.GATEWAY));
    TestNode second = cloud.node(wantedOn(bit));
    second.expect(TrackerMessage.Assign.class);
    second.completed(bit);
    TestCloud.await("two", () -> cloud.completeOn(bit).size() == 2);
    second.vanish();
    declareLost(second);

    send("POST", "/api/v1/nodes/" + only.name + "/drain", "");

    TestNode to = other(bit);
    to.expect(TrackerMessage.Assign.class);
    assertThat(only.poll(SILENCE_MILLIS)).isNull();
    assertThat(cloud.completeOn(bit)).contains(only.name);
  }

  private List<InfoHash> rebuilds(PeerAddress gateway, List<InfoHash> working, Outcome... over) {
    return cloud.gateway.rebuilds(new RebuildRequest(gateway, working, List.of(over), 4)).bits();
  }

  /** A bit whose two nodes are gone, and that a third one had no room for. */
  private InfoHash withoutACopy() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode first = holder(bit, 0);
    TestNode second = holder(bit, 1);
    third = other(bit);
    first.vanish();
    declareLost(first);
    third.expect(TrackerMessage.Assign.class);
    third.failed(bit, NodeMessage.Reason.SHARE_FULL);
    second.vanish();
    declareLost(second);
    TestCloud.await("rebuild", () -> status().get("queue").get("rebuild").asInt() == 1);
    return bit;
  }

  @Test
  void noCopyLives_oneGatewayAtATimeRebuildsIt_alsoAfterATrackerKill() throws Exception {
    InfoHash bit = withoutACopy();
    PeerAddress other = new PeerAddress("127.0.0.1", 7_999);

    assertThat(rebuilds(TestCloud.GATEWAY, List.of())).containsExactly(bit);
    assertThat(rebuilds(other, List.of())).isEmpty();
    assertThat(rebuilds(TestCloud.GATEWAY, List.of(bit))).isEmpty();
    cloud.restartTracker();
    assertThat(rebuilds(other, List.of())).isEmpty();
    // The answer may have been lost.
    assertThat(rebuilds(TestCloud.GATEWAY, List.of())).containsExactly(bit);
    assertThat(status().get("rebuilding").asInt()).isEqualTo(1);

    TestNode fresh = new TestNode(cloud.join("fresh", "fresh"), "fresh", 7_100);
    cloud.nodes.put(fresh.identity.nodeId(), fresh);
    cloud.connect(fresh, List.of());
    cloud.gateway.place(request);
    rebuilds(TestCloud.GATEWAY, List.of(), new Outcome(bit, Result.REBUILT, 1_000, ""));

    TrackerMessage.Assign assign = fresh.expect(TrackerMessage.Assign.class);
    assertThat(assign.sources()).contains(TestCloud.GATEWAY);
    fresh.completed(bit);
    // From there on a sibling is copied.
    cloud.connect(third, List.of());
    assertThat(third.expect(TrackerMessage.Assign.class).sources())
        .containsExactly(new PeerAddress("127.0.0.1", fresh.port));
    JsonNode today = status().get("today");
    assertThat(today.get("rebuilt").asInt()).isEqualTo(1);
    assertThat(today.get("rebuiltBytes").asInt()).isEqualTo(256 << 10);
    assertThat(today.get("readBytes").asInt()).isEqualTo(1_000);
  }

  private TestNode fresh(int number) {
    String name = "fresh" + number;
    TestNode node = new TestNode(cloud.join(name, name), name, 7_100 + number);
    cloud.nodes.put(node.identity.nodeId(), node);
    cloud.connect(node, List.of());
    return node;
  }

  @Test
  void rebuiltBit_twoNodesHaveRoom_bothShallHaveIt() throws Exception {
    InfoHash bit = withoutACopy();
    assertThat(rebuilds(TestCloud.GATEWAY, List.of())).containsExactly(bit);
    third.vanish();
    fresh(1);
    fresh(2);

    cloud.gateway.place(request);

    assertThat(cloud.copies(bit)).filteredOn(copy -> copy.state() == CopyState.WANTED).hasSize(2);
  }

  @Test
  void rebuiltBit_oneNodeHasRoom_anotherCopiesItWhenItComes() throws Exception {
    InfoHash bit = withoutACopy();
    assertThat(rebuilds(TestCloud.GATEWAY, List.of())).containsExactly(bit);
    third.vanish();
    TestNode first = fresh(1);
    cloud.gateway.place(request);
    rebuilds(TestCloud.GATEWAY, List.of(), new Outcome(bit, Result.REBUILT, 1_000, ""));
    first.expect(TrackerMessage.Assign.class);
    // Looked at while it is on its way, which must not be the last look.
    assertThat(first.poll(SILENCE_MILLIS)).isNull();
    first.completed(bit);
    TestCloud.await("one", () -> cloud.completeOn(bit).contains(first.name));
    TestCloud.await("not again", () -> status().get("queue").get("rebuild").asInt() == 0);

    TestNode second = fresh(2);

    assertThat(second.expect(TrackerMessage.Assign.class).sources())
        .containsExactly(new PeerAddress("127.0.0.1", first.port));
  }

  @Test
  void noCopyLives_gatewayDoesNotKnowTheBit_anotherIsAsked() throws Exception {
    InfoHash bit = withoutACopy();
    PeerAddress other = new PeerAddress("127.0.0.1", 7_999);

    assertThat(rebuilds(other, List.of())).containsExactly(bit);
    assertThat(rebuilds(other, List.of(), new Outcome(bit, Result.UNKNOWN, 0, "not mine")))
        .isEmpty();

    TestCloud.await("given", () -> rebuilds(TestCloud.GATEWAY, List.of()).contains(bit));
    assertThat(rebuilds(other, List.of())).isEmpty();
  }

  @Test
  void lostNodeComesBack_nobodySawItServe_nothingIsLetGo() throws Exception {
    cloud.withNodes(3);
    InfoHash bit = placed(2);
    TestNode gone = holder(bit, 0);
    TestNode to = other(bit);
    gone.vanish();
    declareLost(gone);
    to.expect(TrackerMessage.Assign.class);
    to.completed(bit);
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);

    cloud.connect(gone, List.of(bit));

    for (TestNode node : cloud.nodes.values()) {
      assertThat(node.poll(SILENCE_MILLIS)).as(node.name).isNull();
    }
    assertThat(status().get("lost").size()).isEqualTo(1);
    assertThat(cloud.copies(bit)).hasSize(3);
  }
}
