// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.platform.Clocks;
import io.fractus.protocol.Limits;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A tracker on a free port, a gateway's client, and nodes that do what a test says. */
final class TestCloud implements AutoCloseable {
  static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 7_000);
  static final long SHARE = 100L << 20;

  final Map<String, TestNode> nodes = new LinkedHashMap<>();
  private final TrackerConfig config;
  private final Random random = new Random(11);
  private int port;
  Tracker tracker;
  TrackerClient gateway;

  TestCloud(Path directory) {
    this(
        new TrackerConfig(
            directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(60)));
  }

  TestCloud(TrackerConfig config) {
    this(config, Clocks.system());
  }

  TestCloud(TrackerConfig config, InstantSource clock) {
    this(config, Clocks.of(clock));
  }

  TestCloud(TrackerConfig config, Clocks clocks) {
    this.config = config;
    this.tracker = Tracker.start(config, clocks, new SecureRandom());
    this.gateway = new TrackerClient(tracker.uri(), tracker.tokens().gateway());
  }

  /** Stops the tracker and starts it again on the same port with the same data. */
  void restartTracker() {
    closeTracker();
    startTracker();
  }

  void closeTracker() {
    port = tracker.port();
    tracker.close();
  }

  /** Starts the tracker again after it was closed, on the same port with the same data. */
  void startTracker() {
    gateway.close();
    tracker = Tracker.start(config.withPort(port));
    gateway = new TrackerClient(tracker.uri(), tracker.tokens().gateway());
  }

  JoinReply join(String name, String site) {
    try (TrackerClient client = new TrackerClient(tracker.uri(), tracker.tokens().join())) {
      return client.join(
          new JoinRequest(
              name, site, "region", "lab", SHARE, "127.0.0.1", 7_001 + nodes.size(), "test"));
    }
  }

  /** Joins and connects nodes n0, n1, … each on a site of its own. */
  TestCloud withNodes(int count) {
    for (int i = nodes.size(); i < count; i++) {
      TestNode node = new TestNode(join("n" + i, "site" + i), "n" + i, 7_001 + i);
      nodes.put(node.identity.nodeId(), node);
      connect(node, List.of());
    }
    return this;
  }

  void connect(TestNode node, List<InfoHash> inventory) {
    node.connect(tracker.uri(), SHARE, inventory);
    await(node.name + " online", () -> view(node).online());
  }

  TestNode node(String nodeId) {
    TestNode node = nodes.get(nodeId);
    if (node == null) {
      throw new AssertionError("no node " + nodeId);
    }
    return node;
  }

  NodeView view(TestNode node) {
    return gateway.nodes().stream()
        .filter(view -> view.nodeId().equals(node.identity.nodeId()))
        .findFirst()
        .orElseThrow();
  }

  List<String> events(TestNode node) {
    return gateway.events(node.name).stream().map(event -> event.kind()).toList();
  }

  /** A bit of 256 KiB whose pieces are random hashes: nobody fetches it here. */
  BitMetainfo newBit() {
    byte[] name = new byte[16];
    byte[] pieces = new byte[4 * 20];
    random.nextBytes(name);
    random.nextBytes(pieces);
    return BitMetainfo.create(
        tracker.tokens().cloudId(), HexFormat.of().formatHex(name), 256 << 10, 64 << 10, pieces);
  }

  PlaceRequest stripe(int bits, int copies) {
    List<PlaceRequest.Bit> all = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      all.add(new PlaceRequest.Bit(newBit(), copies));
    }
    return new PlaceRequest("rs:" + bits + "x" + copies, all, GATEWAY);
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(TestNode.WAIT_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in " + TestNode.WAIT_SECONDS + " s: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting: " + what, e);
      }
    }
  }

  static int waitMillis() {
    return (int) Limits.WAIT_MAX.toMillis();
  }

  /** The copies of a bit, as a gateway is told of them. */
  List<Copy> copies(InfoHash bit) {
    return gateway.sources(new SourcesRequest(List.of(bit), 0, 0)).bits().getFirst().copies();
  }

  /** The names of the nodes that have it whole. */
  List<String> completeOn(InfoHash bit) {
    return copies(bit).stream()
        .filter(copy -> copy.state() == CopyState.COMPLETE)
        .map(Copy::nodeName)
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    nodes.values().forEach(TestNode::close);
    gateway.close();
    tracker.close();
  }
}
