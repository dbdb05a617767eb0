// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits on their way through a tracker: placed, assigned, completed, doubted, released. */
class TrackerFlowTest {
  /** Long enough for a message that must not come to come. */
  private static final long SILENCE_MILLIS = 300;

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

  private TestNode holder(PlaceReply reply, int bit, int copy) {
    return cloud.node(reply.bits().get(bit).copies().get(copy).nodeId());
  }

  private List<Copy> copies(InfoHash bit) {
    return cloud.gateway.sources(new SourcesRequest(List.of(bit), 0, 0)).bits().getFirst().copies();
  }

  private List<CopyState> states(InfoHash bit) {
    return copies(bit).stream().map(Copy::state).toList();
  }

  @Test
  void place_enoughNodes_firstCopiesAreAssignedFromTheGateway() throws Exception {
    cloud.withNodes(6);
    PlaceRequest request = cloud.stripe(3, 2);

    PlaceReply reply = cloud.gateway.place(request);

    Set<String> nodes = new HashSet<>();
    for (int bit = 0; bit < 3; bit++) {
      assertThat(reply.bits().get(bit).copies()).hasSize(2);
      assertThat(reply.bits().get(bit).wanting()).isZero();
      reply.bits().get(bit).copies().forEach(copy -> nodes.add(copy.nodeId()));
      TrackerMessage.Assign assign = holder(reply, bit, 0).expect(TrackerMessage.Assign.class);
      assertThat(assign.bit()).isEqualTo(request.bits().get(bit).metainfo());
      assertThat(assign.sources()).containsExactly(TestCloud.GATEWAY);
      // The second copy waits, for the gateway shall send each bit once.
      assertThat(holder(reply, bit, 1).poll(SILENCE_MILLIS)).isNull();
    }
    assertThat(nodes).hasSize(6);
    assertThat(reply.shortfall()).isEmpty();
  }

  @Test
  void completed_firstCopy_secondIsAssignedFromItAlone() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 2);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode first = holder(reply, 0, 0);
    TestNode second = holder(reply, 0, 1);
    first.expect(TrackerMessage.Assign.class);

    first.completed(bit);

    TrackerMessage.Assign assign = second.expect(TrackerMessage.Assign.class);
    assertThat(assign.sources()).containsExactly(new PeerAddress("127.0.0.1", first.port));
    second.completed(bit);
    SourcesReply sources =
        cloud.gateway.sources(new SourcesRequest(List.of(bit), 2, TestCloud.waitMillis()));
    assertThat(sources.bits().getFirst().copies())
        .extracting(Copy::state)
        .containsExactly(CopyState.COMPLETE, CopyState.COMPLETE);
  }

  @Test
  void sources_waitForMinimum_answersWhenTheLastBitCompletes() throws Exception {
    cloud.withNodes(3);
    PlaceRequest request = cloud.stripe(3, 1);
    PlaceReply reply = cloud.gateway.place(request);
    List<InfoHash> bits = request.bits().stream().map(PlaceRequest.Bit::infoHash).toList();
    Thread completing =
        Thread.ofVirtual()
            .start(() -> {
              for (int bit = 0; bit < 3; bit++) {
                holder(reply, bit, 0).completed(bits.get(bit));
              }
            });

    SourcesReply sources =
        cloud.gateway.sources(new SourcesRequest(bits, 1, TestCloud.waitMillis()));

    completing.join();
    assertThat(sources.bits())
        .allSatisfy(
            bit -> assertThat(bit.copies().getFirst().state()).isEqualTo(CopyState.COMPLETE));
  }

  @Test
  void sources_unknownBit_hasNoCopies() {
    assertThat(copies(cloud.newBit().infoHash())).isEmpty();
  }

  @Test
  void place_again_keepsTheCopies() throws Exception {
    cloud.withNodes(4);
    PlaceRequest request = cloud.stripe(2, 2);
    PlaceReply first = cloud.gateway.place(request);

    PlaceReply second = cloud.gateway.place(request);

    assertThat(second).isEqualTo(first);
    assertThat(cloud.gateway.nodes()).allSatisfy(node -> assertThat(node.bits()).isOne());
    TestNode node = holder(first, 0, 0);
    node.expect(TrackerMessage.Assign.class);
    // Asked again, the assignment is sent again: the first may have been forgotten.
    node.expect(TrackerMessage.Assign.class);
  }

  @Test
  void place_tooFewNodes_isRefusedAndNothingIsRecorded() {
    cloud.withNodes(3);
    PlaceRequest request = cloud.stripe(2, 2);

    assertThatThrownBy(() -> cloud.gateway.place(request))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo("not-enough-nodes");
              assertThat(e.problem().status()).isEqualTo(503);
              assertThat(e.problem().detail())
                  .contains("rs:2x2", "needs 4 nodes", "3 are registered");
            });
    assertThat(copies(request.bits().getFirst().infoHash())).isEmpty();
    assertThat(cloud.gateway.nodes()).allSatisfy(node -> assertThat(node.usedBytes()).isZero());
  }

  @Test
  void place_tooFewOnline_saysHowManyAre() {
    cloud.withNodes(3);
    TestNode gone = cloud.nodes.values().iterator().next();
    gone.vanish();
    TestCloud.await("absent", () -> !cloud.view(gone).online());

    assertThatThrownBy(() -> cloud.gateway.place(cloud.stripe(3, 1)))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo("not-enough-nodes");
              assertThat(e.problem().detail()).contains("2 are online");
            });
  }

  @Test
  void place_secondCopiesFindNoNode_saysWhatIsWanting() {
    cloud.withNodes(4);
    TestNode gone = cloud.nodes.values().iterator().next();
    gone.vanish();
    TestCloud.await("absent", () -> !cloud.view(gone).online());

    PlaceReply reply = cloud.gateway.place(cloud.stripe(2, 2));

    assertThat(reply.bits().stream().mapToInt(PlaceReply.PlacedBit::wanting).sum()).isOne();
    assertThat(reply.shortfall()).contains("1 of the 4 copies");
  }

  @Test
  void place_noRoom_isRefusedWithNumbers() throws Exception {
    cloud.withNodes(2);
    for (TestNode node : cloud.nodes.values()) {
      node.say(new NodeMessage.Heartbeat(1_000, 0, 0, 0, 0));
      TestCloud.await("share", () -> cloud.view(node).shareBytes() == 1_000);
    }

    assertThatThrownBy(() -> cloud.gateway.place(cloud.stripe(2, 1)))
        .isInstanceOfSatisfying(
            TrackerException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo("no-space");
              // 256 KiB and 8 KiB beside it.
              assertThat(e.problem().detail()).contains("270336");
            });
  }

  @Test
  void release_placedBits_nodesDeleteThemAndNothingIsLeft() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(2, 1);
    PlaceReply reply = cloud.gateway.place(request);
    List<InfoHash> bits = request.bits().stream().map(PlaceRequest.Bit::infoHash).toList();
    TestNode online = holder(reply, 0, 0);
    TestNode absent = holder(reply, 1, 0);
    online.expect(TrackerMessage.Assign.class);
    absent.expect(TrackerMessage.Assign.class);
    absent.completed(bits.get(1));
    cloud.gateway.sources(new SourcesRequest(bits.subList(1, 2), 1, TestCloud.waitMillis()));
    absent.vanish();
    TestCloud.await("absent", () -> !cloud.view(absent).online());

    cloud.gateway.release(bits);

    assertThat(online.expect(TrackerMessage.Release.class).bit()).isEqualTo(bits.getFirst());
    assertThat(cloud.gateway.nodes()).allSatisfy(node -> assertThat(node.usedBytes()).isZero());
    cloud.connect(absent, List.of(bits.get(1)));
    assertThat(absent.expect(TrackerMessage.Release.class).bit()).isEqualTo(bits.get(1));
  }

  @Test
  void restart_afterPlace_keepsEverything() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 2);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode first = holder(reply, 0, 0);
    TestNode second = holder(reply, 0, 1);
    first.expect(TrackerMessage.Assign.class);
    first.completed(bit);
    second.expect(TrackerMessage.Assign.class);

    cloud.restartTracker();

    assertThat(states(bit)).containsExactlyInAnyOrder(CopyState.COMPLETE, CopyState.WANTED);
    assertThat(cloud.gateway.nodes()).allSatisfy(node -> assertThat(node.online()).isFalse());
    cloud.connect(second, List.of());
    // The only complete copy is away, but the gateway may still have the bit.
    assertThat(second.expect(TrackerMessage.Assign.class).sources())
        .containsExactly(TestCloud.GATEWAY);
    cloud.connect(first, List.of(bit));
    second.failed(bit, NodeMessage.Reason.UNREACHABLE);
    assertThat(second.expect(TrackerMessage.Assign.class).sources())
        .containsExactly(new PeerAddress("127.0.0.1", first.port), TestCloud.GATEWAY);
  }

  @Test
  void report_corrupt_isVerifiedAndFetchedAgainFromTheSibling() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 2);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode bad = holder(reply, 0, 0);
    TestNode good = holder(reply, 0, 1);
    bad.expect(TrackerMessage.Assign.class);
    bad.completed(bit);
    good.expect(TrackerMessage.Assign.class);
    good.completed(bit);
    cloud.gateway.sources(new SourcesRequest(List.of(bit), 2, TestCloud.waitMillis()));

    cloud.gateway.report(
        List.of(
            new ReportRequest.Report(
                bad.identity.nodeId(), bit, ReportRequest.Kind.CORRUPT, 0, 0, "piece 3")));

    assertThat(bad.expect(TrackerMessage.Verify.class).bit()).isEqualTo(bit);
    assertThat(copies(bit).getLast().state()).isEqualTo(CopyState.SUSPECT);
    assertThat(copies(bit).getLast().nodeId()).isEqualTo(bad.identity.nodeId());
    bad.failed(bit, NodeMessage.Reason.CORRUPT);
    assertThat(bad.expect(TrackerMessage.Assign.class).sources().getFirst())
        .isEqualTo(new PeerAddress("127.0.0.1", good.port));
    bad.completed(bit);
    TestCloud.await("healed", () -> !states(bit).contains(CopyState.WANTED));
    assertThat(cloud.view(bad).faults()).isEqualTo(2);
    assertThat(cloud.events(bad)).containsExactly("corrupt", "corrupt", "online", "joined");
  }

  @Test
  void report_unreachableManyTimes_isOneEvent() {
    cloud.withNodes(1);
    PlaceRequest request = cloud.stripe(1, 1);
    TestNode node = holder(cloud.gateway.place(request), 0, 0);
    var report =
        new ReportRequest.Report(
            node.identity.nodeId(),
            request.bits().getFirst().infoHash(),
            ReportRequest.Kind.UNREACHABLE,
            0,
            0,
            "timed out");

    cloud.gateway.report(List.of(report, report));
    cloud.gateway.report(List.of(report));

    assertThat(cloud.events(node)).containsExactly("unreachable", "online", "joined");
  }

  @Test
  void inventory_withoutACompleteBit_isLostAndFetchedAgain() throws Exception {
    cloud.withNodes(1);
    PlaceRequest request = cloud.stripe(1, 1);
    TestNode node = holder(cloud.gateway.place(request), 0, 0);
    InfoHash bit = request.bits().getFirst().infoHash();
    node.expect(TrackerMessage.Assign.class);
    node.completed(bit);
    cloud.gateway.sources(new SourcesRequest(List.of(bit), 1, TestCloud.waitMillis()));
    node.vanish();
    TestCloud.await("absent", () -> !cloud.view(node).online());

    cloud.connect(node, List.of());

    assertThat(node.expect(TrackerMessage.Assign.class).sources())
        .containsExactly(TestCloud.GATEWAY);
    assertThat(states(bit)).containsExactly(CopyState.WANTED);
    assertThat(cloud.events(node)).contains("lost");
  }

  @Test
  void inventory_withAWantedBit_completesIt() throws Exception {
    cloud.withNodes(1);
    PlaceRequest request = cloud.stripe(1, 1);
    TestNode node = holder(cloud.gateway.place(request), 0, 0);
    InfoHash bit = request.bits().getFirst().infoHash();

    node.say(new NodeMessage.Inventory(List.of(bit), true));

    SourcesReply sources =
        cloud.gateway.sources(new SourcesRequest(List.of(bit), 1, TestCloud.waitMillis()));
    assertThat(sources.bits().getFirst().copies().getFirst().state()).isEqualTo(CopyState.COMPLETE);
  }

  @Test
  void connect_twice_theSecondChannelStays() throws Exception {
    cloud.withNodes(1);
    TestNode node = cloud.nodes.values().iterator().next();
    try (TestNode twin = new TestNode(node.identity, "twin", node.port)) {
      twin.connect(cloud.tracker.uri(), TestCloud.SHARE, List.of());

      TestCloud.await("first closed", () -> node.closeStatus == 4001);
      TestCloud.await("recorded", () -> cloud.events(node).contains("duplicate-channel"));
      TestCloud.await(
          "twin online", () -> cloud.events(node).stream().filter("online"::equals).count() == 2);
      assertThat(cloud.events(node)).doesNotContain("absent");
    }
  }
}
