// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.tracker.probe.LyingPeer;
import io.fractus.tracker.probe.TestBit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tracker's own probes change for gateways and nodes, over real sockets. */
@Timeout(120)
class ProbeFlowTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private TestBit bit;

  @BeforeEach
  void open() {
    cloud = new TestCloud(directory);
    bit = TestBit.random(5, 1 << 20, cloud.tracker.tokens().cloudId());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** A node that serves at this port, and holds the bit as far as the tracker knows. */
  private TestNode holder(int port) throws Exception {
    TestNode node = new TestNode(cloud.join("holder", "site"), "holder", port);
    cloud.nodes.put(node.identity.nodeId(), node);
    cloud.connect(node, List.of());
    cloud.gateway.place(
        new PlaceRequest(
            "rs:1x1", List.of(new PlaceRequest.Bit(bit.metainfo(), 1)), TestCloud.GATEWAY));
    node.expect(TrackerMessage.Assign.class);
    node.completed(infoHash());
    TestCloud.await("complete", () -> cloud.gateway.sources(complete()).bits().size() == 1);
    return node;
  }

  private InfoHash infoHash() {
    return bit.metainfo().infoHash();
  }

  private SourcesRequest complete() {
    return new SourcesRequest(List.of(infoHash()), 1, TestCloud.waitMillis());
  }

  private Copy copy() {
    return cloud.gateway.sources(complete()).bits().getFirst().copies().getFirst();
  }

  private void reportUnreachable(TestNode node) {
    cloud.gateway.report(
        List.of(
            new ReportRequest.Report(
                node.identity.nodeId(),
                infoHash(),
                ReportRequest.Kind.UNREACHABLE,
                0,
                0,
                "said by a test")));
  }

  @Test
  void channelBreaks_nodeStillServes_countsAsHereUntilAProbeFails() throws Exception {
    bit.writeTo(directory.resolve("bits"));
    TestNode node;
    try (LibtorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      engine.seed(bit.metainfo(), directory.resolve("bits"), null);
      node = holder(engine.port());
      assertThat(copy().online()).isTrue();

      node.vanish();

      TestCloud.await("its channel is gone", () -> cloud.events(node).contains("absent"));
      TestCloud.await("found by a probe", () -> copy().online());
    }
    reportUnreachable(node);

    TestCloud.await("found gone by a probe", () -> !copy().online());
  }

  @Test
  void channelBreaks_nobodyAnswers_isNotHere() throws Exception {
    TestNode node = holder(1);

    node.vanish();

    TestCloud.await("gone", () -> !copy().online());
  }

  @Test
  void probe_nodeSendsWrongBytes_hasToVerifyItsCopy() throws Exception {
    try (LyingPeer peer = LyingPeer.sendingZeros(bit.metainfo())) {
      TestNode node = holder(peer.address().port());

      reportUnreachable(node);

      assertThat(node.expect(TrackerMessage.Verify.class).bit()).isEqualTo(infoHash());
      assertThat(cloud.events(node)).contains("corrupt");
    }
  }
}
