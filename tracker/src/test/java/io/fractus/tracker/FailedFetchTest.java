// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** First copies that do not come about: other nodes get them while the stripe is being placed. */
class FailedFetchTest {
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

  @Test
  void failed_shareFullWhilePlacing_anotherNodeGetsTheCopy() throws Exception {
    cloud.withNodes(3);
    PlaceRequest request = cloud.stripe(2, 1);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode full = holder(reply, 0, 0);
    full.expect(TrackerMessage.Assign.class);
    TestNode other =
        cloud.nodes.values().stream()
            .filter(node -> node != full && node != holder(reply, 1, 0))
            .findFirst()
            .orElseThrow();

    full.failed(bit, NodeMessage.Reason.SHARE_FULL);

    assertThat(other.expect(TrackerMessage.Assign.class).bit().infoHash()).isEqualTo(bit);
    assertThat(cloud.copies(bit)).extracting(Copy::nodeId).containsExactly(other.identity.nodeId());
    assertThat(cloud.events(full)).contains("share-full");
  }

  @ParameterizedTest
  @EnumSource(names = {"DISK", "UNREACHABLE", "SHARE_FULL", "REFUSED"})
  void failed_aCopyThatIsComplete_isSuspectAndNotTakenAway(NodeMessage.Reason reason)
      throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 1);
    TestNode node = holder(cloud.gateway.place(request), 0, 0);
    InfoHash bit = node.expect(TrackerMessage.Assign.class).bit().infoHash();
    node.completed(bit);
    TestCloud.await("complete", () -> cloud.copies(bit).getFirst().state() == CopyState.COMPLETE);

    node.failed(bit, reason);

    TestCloud.await("suspect", () -> cloud.copies(bit).getFirst().state() == CopyState.SUSPECT);
    assertThat(cloud.copies(bit)).extracting(Copy::nodeId).containsExactly(node.identity.nodeId());
    node.vanish();
    TestCloud.await("absent", () -> !cloud.view(node).online());
    cloud.connect(node, List.of(bit));
    assertThat(node.expect(TrackerMessage.Verify.class).bit()).isEqualTo(bit);
    node.completed(bit);
    TestCloud.await("complete", () -> cloud.copies(bit).getFirst().state() == CopyState.COMPLETE);
  }

  @Test
  void vanished_whileFetchingTheFirstCopy_anotherNodeGetsIt() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 1);
    PlaceReply reply = cloud.gateway.place(request);
    TestNode gone = holder(reply, 0, 0);
    gone.expect(TrackerMessage.Assign.class);
    TestNode other =
        cloud.nodes.values().stream().filter(node -> node != gone).findFirst().orElseThrow();

    gone.vanish();

    other.expect(TrackerMessage.Assign.class);
    assertThat(cloud.events(gone)).contains("absent");
  }

  @Test
  void failed_unreachableAgainAndAgain_isRetriedAndThenGivenToAnother() throws Exception {
    cloud.withNodes(2);
    PlaceRequest request = cloud.stripe(1, 1);
    PlaceReply reply = cloud.gateway.place(request);
    InfoHash bit = request.bits().getFirst().infoHash();
    TestNode cutOff = holder(reply, 0, 0);
    TestNode other =
        cloud.nodes.values().stream().filter(node -> node != cutOff).findFirst().orElseThrow();

    for (int attempt = 0; attempt < Limits.FETCH_ATTEMPTS_MAX; attempt++) {
      cutOff.expect(TrackerMessage.Assign.class);
      cutOff.failed(bit, NodeMessage.Reason.UNREACHABLE);
    }

    other.expect(TrackerMessage.Assign.class);
    assertThat(cloud.copies(bit)).extracting(Copy::nodeId).containsExactly(other.identity.nodeId());
    // Five failures within a minute are one event, and none that speaks against the node.
    assertThat(cloud.events(cutOff)).containsExactly("fetch-failed", "online", "joined");
    assertThat(cloud.view(cutOff).faults()).isZero();
  }
}
