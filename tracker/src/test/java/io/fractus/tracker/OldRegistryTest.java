// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes hold what the registry does not give them: it is an old copy, or they were away. */
class OldRegistryTest {
  private static final long SILENCE_MILLIS = 300;

  @TempDir private Path directory;
  private TestCloud cloud;
  private TestNode first;
  private TestNode second;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory).withNodes(3);
    List<TestNode> nodes = new ArrayList<>(cloud.nodes.values());
    first = nodes.get(0);
    second = nodes.get(1);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private List<CopyState> states(InfoHash bit) {
    return cloud
        .gateway
        .sources(new SourcesRequest(List.of(bit), 0, 0))
        .bits()
        .getFirst()
        .copies()
        .stream()
        .map(Copy::state)
        .toList();
  }

  private void comeBack(TestNode node, InfoHash bit) {
    node.vanish();
    TestCloud.await("absent", () -> !cloud.view(node).online());
    cloud.connect(node, List.of(bit));
  }

  private void describe(TestNode node, BitMetainfo bit) throws InterruptedException {
    assertThat(node.expect(TrackerMessage.Describe.class).bit()).isEqualTo(bit.infoHash());
    node.say(new NodeMessage.Described(bit));
  }

  @Test
  void unknownBit_heldByTwo_isTakenOverWithBothCopies() throws Exception {
    BitMetainfo bit = cloud.stripe(1, 2).bits().getFirst().metainfo();

    comeBack(first, bit.infoHash());
    describe(first, bit);
    TestCloud.await("taken over", () -> states(bit.infoHash()).size() == 1);
    comeBack(second, bit.infoHash());
    TestCloud.await("the second too", () -> states(bit.infoHash()).size() == 2);

    assertThat(states(bit.infoHash())).containsOnly(CopyState.COMPLETE);
    assertThat(cloud.view(first).usedBytes()).isPositive();
    assertThat(first.poll(SILENCE_MILLIS)).isNull();
    assertThat(second.poll(SILENCE_MILLIS)).isNull();

    cloud.gateway.release(List.of(bit.infoHash()));
    assertThat(first.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit.infoHash());
    assertThat(second.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit.infoHash());
  }

  @Test
  void unknownBit_releasedMeanwhile_isDeleted() throws Exception {
    BitMetainfo bit = cloud.newBit();
    // As a gateway does that deletes an object of which this registry knows nothing.
    cloud.gateway.release(List.of(bit.infoHash()));

    comeBack(first, bit.infoHash());

    assertThat(first.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit.infoHash());
  }

  @Test
  void unknownBit_notDescribedOrOfAnotherCloud_isNeitherDeletedNorTakenOver() throws Exception {
    BitMetainfo foreign =
        BitMetainfo.create("another-cloud", "a".repeat(32), 65_536, 65_536, new byte[20]);

    comeBack(first, foreign.infoHash());
    describe(first, foreign);
    comeBack(second, foreign.infoHash());
    second.expect(TrackerMessage.Describe.class);
    second.failed(foreign.infoHash(), NodeMessage.Reason.DISK);

    assertThat(first.poll(SILENCE_MILLIS)).isNull();
    assertThat(second.poll(SILENCE_MILLIS)).isNull();
    assertThat(states(foreign.infoHash())).isEmpty();
  }

  @Test
  void describedBit_thatNobodyAskedFor_isPassedOver() throws Exception {
    BitMetainfo bit = cloud.newBit();

    first.say(new NodeMessage.Described(bit));

    assertThat(first.poll(SILENCE_MILLIS)).isNull();
    assertThat(states(bit.infoHash())).isEmpty();
  }

  @Test
  void knownBit_withTooFewOthers_isOneOfItsCopies() throws Exception {
    PlaceRequest request = cloud.stripe(1, 1);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode assigned = cloud.node(reply.bits().getFirst().copies().getFirst().nodeId());
    assigned.expect(TrackerMessage.Assign.class);
    TestNode other = assigned == first ? second : first;

    comeBack(other, bit);

    TestCloud.await("its copy counts", () -> states(bit).contains(CopyState.COMPLETE));
  }

  @Test
  void knownBit_withEnoughOthers_isDeletedWhenTheseHaveSaidSo() throws Exception {
    PlaceRequest request = cloud.stripe(1, 1);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode assigned = cloud.node(reply.bits().getFirst().copies().getFirst().nodeId());
    assigned.expect(TrackerMessage.Assign.class);
    assigned.completed(bit);
    TestCloud.await("complete", () -> states(bit).contains(CopyState.COMPLETE));
    assigned.vanish();
    TestCloud.await("absent", () -> !cloud.view(assigned).online());
    TestNode other = assigned == first ? second : first;

    comeBack(other, bit);
    // The registry says that there is another; that one is not there to confirm it.
    assertThat(other.poll(SILENCE_MILLIS)).isNull();
    cloud.connect(assigned, List.of(bit));

    assertThat(other.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit);
  }
}
