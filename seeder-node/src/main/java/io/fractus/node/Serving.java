// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.channel.ChannelEnd;
import io.fractus.node.channel.ChannelPace;
import io.fractus.node.channel.Outbox;
import io.fractus.node.channel.TrackerChannel;
import io.fractus.node.keeper.BitKeeper;
import io.fractus.node.manners.Manners;
import io.fractus.node.store.BitStore;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Leave;
import io.fractus.protocol.channel.NodeMessage.Proof;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A node at work: what it does not do while it is paused. Thread-safe. */
final class Serving implements AutoCloseable {
  private static final String NO_INBOUND = "no inbound port: serves by connecting out";

  private final NodeConfig config;
  private final TorrentEngine engine;
  private final TrafficMeter meter;
  private final BitStore store;
  private final Outbox outbox = new Outbox(Limits.OUTGOING_MAX);
  private final BitKeeper keeper;
  private final Calls calls;
  private final TrackerChannel channel;
  private volatile String reach = "";

  private Serving(
      NodeConfig config,
      NodeIdentity identity,
      Optional<NodeKey> key,
      TorrentEngine engine,
      BitStore store,
      Supplier<Wishes> wishes,
      Consumer<TrackerMessage.Leaving> leaving,
      RandomGenerator random) {
    this.config = config;
    this.engine = engine;
    this.store = store;
    this.meter = new TrafficMeter(engine);
    Manners manners = config.manners();
    if (manners.uploadRateMax() > 0 || manners.downloadRateMax() > 0) {
      limitRates(manners);
    }
    this.keeper =
        new BitKeeper(
            identity.cloudId(), identity.announce(config.tracker()), store, engine, outbox::offer);
    keeper.start();
    this.calls = new Calls(new PeerAddress(config.ownHost(), engine.port()));
    this.channel =
        TrackerChannel.open(
            config.tracker(),
            identity.token(),
            new End(identity, key, wishes, leaving),
            outbox,
            ChannelPace.standard(),
            random);
  }

  /**
   * Seeds all that is complete, then opens the channel. The engine is closed with this.
   *
   * @param wishes what the owner wishes now
   * @param leaving told how far the node is with handing over bits
   */
  static Serving start(
      NodeConfig config,
      NodeIdentity identity,
      Optional<NodeKey> key,
      TorrentEngine engine,
      BitStore store,
      Supplier<Wishes> wishes,
      Consumer<TrackerMessage.Leaving> leaving,
      RandomGenerator random) {
    return new Serving(config, identity, key, engine, store, wishes, leaving, random);
  }

  /** The name of its torrent engine. */
  String engine() {
    return engine.name();
  }

  int port() {
    return engine.port();
  }

  Traffic traffic() {
    return meter.read();
  }

  int working() {
    return keeper.working();
  }

  boolean connected() {
    return channel.connected();
  }

  String channelState() {
    return channel.state();
  }

  /** Whether others can connect to it, for people; empty while that is unknown. */
  String reach() {
    return reach;
  }

  void limitRates(Manners manners) {
    engine.limitRates(manners.uploadRateMax(), manners.downloadRateMax());
  }

  /** Tells the tracker what has changed, if it listens; it is told in the next session too. */
  void say(NodeMessage message) {
    outbox.offer(message);
  }

  Heartbeat heartbeat() {
    Traffic traffic = meter.read();
    return new Heartbeat(
        store.shareBytes(),
        store.usedBytes(),
        store.size() - store.doubts().size(),
        traffic.sent(),
        traffic.received());
  }

  /** The channel first, so that nothing is begun any more. */
  @Override
  public void close() {
    channel.close();
    keeper.close();
    calls.close();
    engine.close();
  }

  /** What the channel says for this node. */
  private final class End implements ChannelEnd {
    private final NodeIdentity identity;
    private final Optional<NodeKey> key;
    private final Supplier<Wishes> wishes;
    private final Consumer<TrackerMessage.Leaving> leaving;

    private End(
        NodeIdentity identity,
        Optional<NodeKey> key,
        Supplier<Wishes> wishes,
        Consumer<TrackerMessage.Leaving> leaving) {
      this.identity = identity;
      this.key = key;
      this.wishes = wishes;
      this.leaving = leaving;
    }

    @Override
    public Optional<Function<String, Proof>> prover() {
      return key.map(own -> nonce -> own.prove(identity, nonce));
    }

    @Override
    public Hello hello() {
      return new Hello(
          config.reachableHost().orElse(null),
          engine.port(),
          store.shareBytes(),
          SeederNode.version());
    }

    @Override
    public List<InfoHash> inventory() {
      return store.inventory();
    }

    @Override
    public List<NodeMessage> afterInventory() {
      List<NodeMessage> messages = new ArrayList<>();
      for (InfoHash bit : store.doubts().all()) {
        messages.add(new Failed(bit, Reason.DISK, "its file could not be read"));
      }
      if (wishes.get().leaving()) {
        messages.add(new Leave(true));
      }
      return messages;
    }

    @Override
    public Heartbeat heartbeat() {
      return Serving.this.heartbeat();
    }

    @Override
    public void accept(TrackerMessage message) {
      switch (message) {
        case TrackerMessage.BitWish wish -> keeper.accept(wish);
        case TrackerMessage.Leaving progress -> leaving.accept(progress);
        case TrackerMessage.Call call -> calls.accept(call);
        case TrackerMessage.Reach found ->
            reach = found.inbound() ? "others connect to it" : NO_INBOUND;
        // The channel has answered it.
        case TrackerMessage.Challenge _ -> {}
      }
    }
  }
}
