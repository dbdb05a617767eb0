// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Call;
import io.fractus.protocol.channel.TrackerMessage.Reach;
import io.fractus.protocol.control.CallRequest;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.tracker.probe.TestBit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the tracker makes of nodes to which nobody can connect, over real sockets. */
@Timeout(120)
class NoInboundTest {
  /** Nobody listens there. */
  private static final int CLOSED = 1;

  @TempDir private Path directory;
  private TestCloud cloud;
  private TorrentEngine engine;

  @BeforeEach
  void open() {
    cloud = new TestCloud(directory);
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
  }

  @AfterEach
  void close() {
    engine.close();
    cloud.close();
  }

  private TestNode node(String name, int port) {
    TestNode node = new TestNode(cloud.join(name, "site-" + name), name, port);
    cloud.nodes.put(node.identity.nodeId(), node);
    cloud.connect(node, List.of());
    return node;
  }

  private TestBit seeded(int seed) throws IOException {
    TestBit bit = TestBit.random(seed, 1 << 20, cloud.tracker.tokens().cloudId());
    Path bits = Files.createDirectories(directory.resolve("bits"));
    bit.writeTo(bits);
    engine.seed(bit.metainfo(), bits, null);
    return bit;
  }

  private void place(TestBit bit, int copies) {
    cloud.gateway.place(
        new PlaceRequest(
            "rs:1x" + copies,
            List.of(new PlaceRequest.Bit(bit.metainfo(), copies)),
            TestCloud.GATEWAY));
  }

  private Copy copy(TestBit bit, TestNode node) {
    InfoHash hash = bit.metainfo().infoHash();
    return cloud
        .gateway
        .sources(new SourcesRequest(List.of(hash), 0, 0))
        .bits()
        .getFirst()
        .copies()
        .stream()
        .filter(copy -> copy.nodeId().equals(node.identity.nodeId()))
        .findFirst()
        .orElseThrow();
  }

  private void report(TestBit bit, TestNode node) {
    cloud.gateway.report(
        List.of(
            new ReportRequest.Report(
                node.identity.nodeId(),
                bit.metainfo().infoHash(),
                ReportRequest.Kind.UNREACHABLE,
                0,
                0,
                "said by a test")));
  }

  /**
   * Does as the node's program does when it is told to call, until it is told of something else.
   */
  private static <T extends TrackerMessage> T answering(
      TestNode node, TorrentEngine engine, Class<T> type, Predicate<T> right)
      throws InterruptedException {
    List<TrackerMessage> others = new ArrayList<>();
    while (true) {
      TrackerMessage said = node.reach.poll(TestNode.WAIT_SECONDS, TimeUnit.SECONDS);
      if (said == null) {
        throw new AssertionError(
            node.name + " was not told " + type.getSimpleName() + " but " + others);
      }
      others.add(said);
      if (type.isInstance(said) && right.test(type.cast(said))) {
        return type.cast(said);
      }
      if (said instanceof Call call && call.bit() == null) {
        Thread.startVirtualThread(() -> serve(engine, call));
      }
    }
  }

  private static void serve(TorrentEngine engine, Call call) {
    try {
      PeerAddress own = new PeerAddress("127.0.0.1", engine.port());
      new io.fractus.torrents.wire.Call(own).serve(call.to(), call.nonce());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hello_fromAnotherAddress_isProbedThere() throws Exception {
    TestNode before = node("moves", engine.port());
    answering(before, engine, Reach.class, Reach::inbound);

    TestNode after = new TestNode(before.identity, before.name, CLOSED);
    cloud.nodes.put(before.identity.nodeId(), after);
    cloud.connect(after, List.of());

    answering(after, engine, Reach.class, reach -> !reach.inbound());
    before.close();
  }

  @Test
  void probe_nodeWithoutInboundPort_isServedOverItsCallAndSaysSo() throws Exception {
    TestNode inside = node("inside", CLOSED);
    TestBit bit = seeded(1);
    place(bit, 1);
    inside.expect(Assign.class);
    inside.completed(bit.metainfo().infoHash());

    report(bit, inside);
    answering(inside, engine, Reach.class, reach -> !reach.inbound());

    assertThat(copy(bit, inside).callsOut()).isTrue();
    assertThat(copy(bit, inside).online()).isTrue();
    assertThat(cloud.events(inside)).contains("no-inbound");

    // What a new session is told at once, for it is known.
    inside.vanish();
    TestCloud.await("its channel is gone", () -> cloud.events(inside).contains("absent"));
    cloud.connect(inside, List.of(bit.metainfo().infoHash()));
    answering(inside, engine, Reach.class, reach -> !reach.inbound());
  }

  @Test
  void probe_addressIsAnothersAsWell_doesNotDoubtTheCopy() throws Exception {
    // Both say one address and port, as behind a router that forwards it to one of them.
    try (TorrentEngine other = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      TestNode inside = node("inside", other.port());
      TestBit bit = seeded(2);
      place(bit, 1);
      inside.expect(Assign.class);
      inside.completed(bit.metainfo().infoHash());
      // Of a node without a complete bit nothing is asked, and there somebody listens.
      TestCloud.await(
          "the copy is complete", () -> copy(bit, inside).state() == CopyState.COMPLETE);

      report(bit, inside);
      answering(inside, engine, Reach.class, reach -> !reach.inbound());

      assertThat(copy(bit, inside).callsOut()).isTrue();
      assertThat(cloud.events(inside)).doesNotContain("missing");
    }
  }

  @Test
  void dispatch_sourceWithoutInboundPort_isToldToConnectToTheFetcher() throws Exception {
    TestNode inside = node("inside", CLOSED);
    answering(inside, engine, Reach.class, reach -> !reach.inbound());
    TestBit bit = seeded(3);
    place(bit, 1);
    inside.expect(Assign.class);
    inside.completed(bit.metainfo().infoHash());
    TestNode outside = node("outside", engine.port());
    answering(outside, engine, Reach.class, Reach::inbound);

    place(bit, 2);

    outside.expect(Assign.class);
    Call call = answering(inside, engine, Call.class, said -> said.bit() != null);
    assertThat(call.bit()).isEqualTo(bit.metainfo().infoHash());
    assertThat(call.to()).isEqualTo(new PeerAddress("127.0.0.1", engine.port()));
  }

  @Test
  void dispatch_bothWithoutInboundPort_fetchesFromTheGateway() throws Exception {
    TestNode first = node("first", CLOSED);
    answering(first, engine, Reach.class, reach -> !reach.inbound());
    TestBit bit = seeded(4);
    place(bit, 1);
    first.expect(Assign.class);
    first.completed(bit.metainfo().infoHash());
    TestNode second = node("second", CLOSED);
    answering(second, engine, Reach.class, reach -> !reach.inbound());

    place(bit, 2);

    assertThat(second.expect(Assign.class).sources()).containsExactly(TestCloud.GATEWAY);
  }

  @Test
  void call_ofAGateway_reachesThatNodeAlone() throws Exception {
    TestNode one = node("one", CLOSED);
    TestNode two = node("two", CLOSED);
    PeerAddress to = new PeerAddress("127.0.0.1", 9);

    cloud.gateway.call(new CallRequest(one.identity.nodeId(), to, "abc"));

    Predicate<Call> isIt = call -> call.nonce().equals("abc");
    assertThat(answering(one, engine, Call.class, isIt).to()).isEqualTo(to);
    assertThat(two.reach).noneMatch(said -> said instanceof Call call && isIt.test(call));
    two.vanish();
    TestCloud.await("its channel is gone", () -> cloud.events(two).contains("absent"));
    assertThatThrownBy(() -> cloud.gateway.call(new CallRequest(two.identity.nodeId(), to, "def")))
        .isInstanceOf(TrackerException.class)
        .hasMessageContaining("no channel");
  }
}
