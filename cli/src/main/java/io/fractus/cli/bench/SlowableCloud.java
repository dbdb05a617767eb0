// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.node.NodeConfig;
import io.fractus.node.SeederNode;
import io.fractus.platform.Clocks;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.gateway.RaidFrontend;
import io.fractus.raid.gateway.RaidFrontendConfig;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A tracker, a gateway and nodes in this process, each with its own directory, port and engine, so
 * that the rates of single nodes can be changed while they serve. Not thread-safe.
 */
final class SlowableCloud implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long SHARE = 4L << 30;
  private static final long BIT_LENGTH = 1 << 20;
  private static final Duration SETTLE = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 100;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<TorrentEngine> engines = new ArrayList<>();
  private final TorrentEngine own;
  private final TrackerClient client;
  private final RaidFrontend store;

  /** Starts all of it, with nodes that are as fast as they can. */
  SlowableCloud(Path directory, Layout layout, int nodes) throws IOException {
    boolean isWhole = false;
    try {
      Tracker tracker =
          opened(Tracker.start(TrackerConfig.of(directory.resolve("tracker"), HOST, 0)));
      for (int i = 0; i < nodes; i++) {
        opened(SeederNode.start(node(directory, i, tracker), this::engine));
      }
      this.client = opened(new TrackerClient(tracker.uri(), tracker.tokens().gateway()));
      this.own = opened(JavaEngine.start(EngineConfig.listening(HOST, 0)));
      Contacts contacts = opened(Contacts.open(client, HOST, 0, HOST));
      RaidFrontendConfig config =
          new RaidFrontendConfig(
                  directory.resolve("gateway"),
                  layout,
                  BIT_LENGTH,
                  HOST,
                  SHARE,
                  Duration.ofSeconds(60),
                  Optional.empty())
              // What is in memory says nothing of nodes.
              .withReadCache(0);
      String cloud = tracker.tokens().cloudId();
      this.store =
          opened(
              RaidFrontend.open(
                  config, own, client, contacts, cloud, Clocks.system(), new SecureRandom()));
      isWhole = true;
    } finally {
      if (!isWhole) {
        close();
      }
    }
  }

  private static NodeConfig node(Path directory, int number, Tracker tracker) {
    String name = "n" + number;
    return new NodeConfig(
        directory.resolve(name),
        tracker.uri(),
        Optional.of(tracker.tokens().join()),
        name,
        "site" + number,
        "local",
        "server",
        SHARE,
        HOST,
        0,
        Optional.of(HOST),
        0);
  }

  private TorrentEngine engine(NodeConfig config) {
    TorrentEngine engine =
        JavaEngine.start(EngineConfig.listening(config.listenHost(), config.listenPort()));
    engines.add(engine);
    return engine;
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  RaidFrontend store() {
    return store;
  }

  /** Waits until a put has enough nodes. */
  void awaitNodes() throws IOException {
    await(() -> client.nodes().stream().filter(node -> node.online()).count() == engines.size());
  }

  /** Waits until all copies stand, and nothing is read from the gateway's own disk. */
  void awaitSpread() throws IOException {
    await(() -> own.list().isEmpty());
  }

  private static void await(BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + SETTLE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("the cloud of the benchmark is not ready after " + SETTLE);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the cloud of a benchmark was awaited", e);
      }
    }
  }

  /** Has a node send so many bytes a second at most. */
  void limit(int node, int bytesPerSecond) {
    engines.get(node).limitRates(bytesPerSecond, 0);
  }

  /** Bytes of pieces that all nodes have sent. */
  long sent() {
    return engines.stream().mapToLong(engine -> engine.traffic().sent()).sum();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the cloud of a benchmark does not close", e);
      }
    }
  }
}
