// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.channel.ChannelEnd;
import io.fractus.node.channel.ChannelPace;
import io.fractus.node.channel.Outbox;
import io.fractus.node.channel.TrackerChannel;
import io.fractus.node.keeper.BitKeeper;
import io.fractus.node.store.BitStore;
import io.fractus.platform.DataDirectory;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: it offers a share of a disk, holds the bits that its tracker assigns, and seeds
 * them. Thread-safe.
 */
public final class SeederNode implements AutoCloseable {
  /*
   * The parts, in the order in which they are made; they are closed in the opposite one:
   *
   *   directory (locked) ─▶ engine (has the port) ─▶ identity (joined, or checked) ─▶ store
   *     ─▶ keeper (seeds all) ─▶ channel (says hello) ─▶ status page
   *
   * The inventory is given only after all of it is seeded: what the tracker is told can be read.
   */
  private static final Logger log = LoggerFactory.getLogger(SeederNode.class);
  private static final String ROLE = "node";
  private static final int FORMAT = 1;

  private final NodeIdentity identity;
  private final TorrentEngine engine;
  private final TrafficMeter meter;
  private final BitStore store;
  private final BitKeeper keeper;
  private final TrackerChannel channel;
  private final Deque<AutoCloseable> parts;

  private SeederNode(
      NodeIdentity identity,
      TorrentEngine engine,
      TrafficMeter meter,
      BitStore store,
      BitKeeper keeper,
      TrackerChannel channel,
      Deque<AutoCloseable> parts) {
    this.identity = identity;
    this.engine = engine;
    this.meter = meter;
    this.store = store;
    this.keeper = keeper;
    this.channel = channel;
    this.parts = parts;
  }

  /**
   * Starts a node, and returns when it seeds what it holds; the channel to the tracker may open
   * later. At the first start it joins the cloud, for which it needs the tracker and a join token.
   *
   * @param engines makes the engine, listening on the configuration's host and port
   * @throws NodeException if the directory is another node's, the tracker is another cloud's or
   *     refuses, or a port is taken
   * @throws io.fractus.platform.DataDirectoryException if the directory is in use or not a node's
   * @throws io.fractus.torrents.engine.EngineException if the engine does not start
   */
  public static SeederNode start(NodeConfig config, Function<NodeConfig, TorrentEngine> engines) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return start(config, engines, parts);
    } catch (RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static SeederNode start(
      NodeConfig config, Function<NodeConfig, TorrentEngine> engines, Deque<AutoCloseable> parts) {
    SecureRandom random = new SecureRandom();
    DataDirectory directory = DataDirectory.open(config.directory(), ROLE, FORMAT);
    parts.push(directory);
    Optional<NodeIdentity> known = NodeIdentity.load(directory.path(), config.name());
    known.ifPresent(identity -> Registration.check(config, identity, directory.path()));
    TorrentEngine engine = engines.apply(config);
    parts.push(engine);
    NodeIdentity identity =
        known.orElseGet(() -> Registration.join(config, directory.path(), engine.port(), random));
    BitStore store = openStore(directory.path().resolve("bits"), config.shareBytes());
    TrafficMeter meter = new TrafficMeter(engine);
    Outbox outbox = new Outbox(Limits.OUTGOING_MAX);
    BitKeeper keeper =
        new BitKeeper(
            identity.cloudId(), identity.announce(config.tracker()), store, engine, outbox::offer);
    parts.push(keeper);
    keeper.start();
    TrackerChannel channel =
        TrackerChannel.open(
            config.tracker(),
            identity.token(),
            new End(config, engine.port(), meter, store, keeper),
            outbox,
            ChannelPace.standard(),
            random);
    parts.push(channel);
    SeederNode node = new SeederNode(identity, engine, meter, store, keeper, channel, parts);
    if (config.statusPort() != 0) {
      parts.push(StatusServer.start(config.statusPort(), node::status));
    }
    log.info(
        "node {} holds {} bits and serves them on port {}",
        identity.name(),
        store.size(),
        engine.port());
    return node;
  }

  private static BitStore openStore(Path bits, long shareBytes) {
    try {
      return BitStore.open(bits, shareBytes);
    } catch (IOException e) {
      throw new NodeException("cannot read the bits in " + bits + ": " + e, e);
    }
  }

  /** How the node is now. */
  public NodeStatus status() {
    Traffic traffic = meter.read();
    return new NodeStatus(
        identity.name(),
        identity.nodeId(),
        identity.cloudId(),
        channel.connected(),
        channel.state(),
        engine.port(),
        store.shareBytes(),
        store.usedBytes(),
        store.size(),
        keeper.working(),
        store.lost(),
        store.hashedBytes(),
        traffic.sent(),
        traffic.received());
  }

  /** The version of this program, or {@code dev} if it was not built as a jar. */
  static String version() {
    return Optional.ofNullable(SeederNode.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  /** Stops everything, the channel first, and lets go of the directory last. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    synchronized (parts) {
      while (!parts.isEmpty()) {
        AutoCloseable part = parts.pop();
        try {
          part.close();
        } catch (Exception e) {
          log.warn("{} did not close well", part.getClass().getSimpleName(), e);
        }
      }
    }
  }

  /** What the channel says for this node. */
  private record End(
      NodeConfig config, int port, TrafficMeter meter, BitStore store, BitKeeper keeper)
      implements ChannelEnd {
    @Override
    public Hello hello() {
      return new Hello(config.reachableHost().orElse(null), port, config.shareBytes(), version());
    }

    @Override
    public List<InfoHash> inventory() {
      return store.inventory();
    }

    @Override
    public Heartbeat heartbeat() {
      Traffic traffic = meter.read();
      return new Heartbeat(
          store.shareBytes(), store.usedBytes(), store.size(), traffic.sent(), traffic.received());
    }

    @Override
    public void accept(TrackerMessage message) {
      keeper.accept(message);
    }
  }
}
