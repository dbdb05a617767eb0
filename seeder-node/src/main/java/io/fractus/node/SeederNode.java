// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.node.manners.LinuxMachine;
import io.fractus.node.manners.Machine;
import io.fractus.node.store.BitStore;
import io.fractus.platform.DataDirectory;
import io.fractus.protocol.channel.NodeMessage.Leave;
import io.fractus.protocol.channel.TrackerMessage.Leaving;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.Traffic;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: it offers a share of a disk, holds the bits that its tracker assigns, and seeds
 * them. Thread-safe.
 */
public final class SeederNode implements NodeControl, AutoCloseable {
  /*
   * The parts, in the order in which they are made; they are closed in the opposite one:
   *
   *   directory (locked) ─▶ seal (mounted) ─▶ engine (has the port) ─▶ identity (joined, or
   *     checked) ─▶ store ─▶ keeper (seeds all) ─▶ channel (says hello) ─▶ status page
   *
   * The inventory is given only after all of it is seeded: what the tracker is told can be read.
   * Engine, keeper and channel are Serving: a node that is paused is without them, so that it costs
   * its owner nothing but the space.
   */
  private static final Logger log = LoggerFactory.getLogger(SeederNode.class);
  private static final String ROLE = "node";
  private static final int FORMAT = 1;

  private volatile NodeConfig config;
  private final Function<NodeConfig, TorrentEngine> engines;
  private final StateFiles files;
  private final NodeIdentity identity;
  private final Optional<NodeKey> key;
  private final StoreSeal seal;
  private final BitStore store;
  private final Machine machine;
  private final Supplier<LocalDateTime> clock;
  private final SecureRandom random;
  private final Parts parts;
  private volatile Wishes wishes;
  private volatile Leaving leaving = new Leaving(false, false, 0, 0, "");
  private volatile @Nullable Serving serving;

  /** Why it shall rest now, whatever its owner wishes. */
  private volatile Optional<String> rests = Optional.empty();

  /** Of engines that are closed. */
  private volatile Traffic before = new Traffic(0, 0);

  /** Where the store was when it began to be served. */
  @GuardedBy("this")
  private @Nullable Object servedPlace;

  @GuardedBy("this")
  private boolean closed;

  private SeederNode(
      NodeConfig config,
      Function<NodeConfig, TorrentEngine> engines,
      StateFiles files,
      NodeIdentity identity,
      Optional<NodeKey> key,
      Wishes wishes,
      StoreSeal seal,
      BitStore store,
      Machine machine,
      Supplier<LocalDateTime> clock,
      SecureRandom random,
      Parts parts) {
    this.config = config;
    this.engines = engines;
    this.files = files;
    this.identity = identity;
    this.key = key;
    this.wishes = wishes;
    this.seal = seal;
    this.store = store;
    this.machine = machine;
    this.clock = clock;
    this.random = random;
    this.parts = parts;
  }

  /**
   * Starts a node, and returns when it seeds what it holds, unless its owner paused it; the channel
   * to the tracker may open later. At the first start it joins the cloud, for which it needs the
   * tracker and a join token.
   *
   * @param engines makes the engine, listening on the configuration's host and port; called again
   *     whenever the node goes on after a pause
   * @throws NodeException if the directory is another node's, the tracker is another cloud's or
   *     refuses, or a port is taken
   * @throws io.fractus.platform.DataDirectoryException if the directory is in use or not a node's
   * @throws io.fractus.torrents.engine.EngineException if the engine does not start
   */
  public static SeederNode start(NodeConfig config, Function<NodeConfig, TorrentEngine> engines) {
    return start(config, engines, new LinuxMachine(), LocalDateTime::now);
  }

  static SeederNode start(
      NodeConfig config,
      Function<NodeConfig, TorrentEngine> engines,
      Machine machine,
      Supplier<LocalDateTime> clock) {
    Parts parts = new Parts();
    try {
      SeederNode node = start(config, engines, parts, machine, clock);
      parts.push(MannersWatch.start(node::consider));
      return node;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private static SeederNode start(
      NodeConfig config,
      Function<NodeConfig, TorrentEngine> engines,
      Parts parts,
      Machine machine,
      Supplier<LocalDateTime> clock) {
    SecureRandom random = new SecureRandom();
    DataDirectory directory = DataDirectory.open(config.directory(), ROLE, FORMAT);
    parts.push(directory);
    Path path = directory.path();
    StoreSeal seal = StoreSeal.open(config.seal(), path, random);
    parts.push(seal);
    StateFiles files = new StateFiles(path);
    Wishes wishes = Wishes.load(path);
    Optional<NodeIdentity> known = NodeIdentity.load(path, config.name());
    known.ifPresent(identity -> Registration.check(config, identity, path));
    Optional<NodeKey> key = NodeKey.open(path, files, known.isPresent(), random);
    TorrentEngine engine = engines.apply(config);
    parts.push(engine);
    NodeIdentity identity =
        known.orElseGet(
            () -> Registration.join(config, path, engine.port(), key.orElseThrow(), random));
    BitStore store = seal.openStore(wishes.share(config.shareBytes()));
    SeederNode node =
        new SeederNode(
            config, engines, files, identity, key, wishes, seal, store, machine, clock, random,
            parts);
    parts.pop();
    parts.push(node::stopServing);
    node.rests = node.reasonToRest();
    node.rests.ifPresent(why -> log.warn("node {} rests: {}", identity.name(), why));
    if (node.shallServe()) {
      node.serve(engine);
    } else {
      engine.close();
    }
    parts.push(StatusServer.start(config.statusPort(), path, files, node, random));
    log.info(
        "node {} holds {} bits{}",
        identity.name(),
        store.size(),
        node.serving == null ? " and is paused" : " and serves them");
    return node;
  }

  private synchronized void serve(TorrentEngine engine) {
    try {
      servedPlace = store.place();
      serving =
          Serving.start(
              config, identity, key, engine, store, () -> wishes, news -> leaving = news, random);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private synchronized void stopServing() {
    Serving running = serving;
    if (running != null) {
      Traffic last = running.traffic();
      serving = null;
      before = sum(before, last);
      running.close();
    }
  }

  private static Traffic sum(Traffic a, Traffic b) {
    return new Traffic(a.sent() + b.sent(), a.received() + b.received());
  }

  private boolean shallServe() {
    return !wishes.paused() && rests.isEmpty();
  }

  /** A node without its disk is absent, and has lost nothing. It looks whether it is back. */
  private Optional<String> reasonToRest() {
    return store.recover().or(() -> config.manners().reasonToRest(clock.get(), machine));
  }

  /** Looks whether it shall rest or go on; called every {@link Limits#MANNERS_ROUND}. */
  void consider() {
    files.retry();
    Optional<String> reason = reasonToRest();
    if (!reason.equals(rests)) {
      log.info("node {} {}", identity.name(), reason.map(why -> "rests: " + why).orElse("may run"));
    }
    synchronized (this) {
      rests = reason;
      adjust();
    }
  }

  @GuardedBy("this")
  private void adjust() {
    if (closed) {
      return;
    }
    if (!shallServe() || !Objects.equals(servedPlace, store.place())) {
      // Of a disk that was away, the engine may have files open that are not those any more.
      stopServing();
    }
    if (shallServe() && serving == null) {
      serve(engines.apply(config));
    }
  }

  /** Rests: nothing is served, fetched or said, until it is resumed. Survives a restart. */
  @Override
  public synchronized void pause() {
    wish(wishes.withPaused(true));
    adjust();
    log.info("node {} is paused", identity.name());
  }

  /**
   * Goes on after a pause.
   *
   * @throws io.fractus.torrents.engine.EngineException if the engine does not start
   */
  @Override
  public synchronized void resume() {
    if (closed) {
      throw new NodeException("the node stops");
    }
    wish(wishes.withPaused(false));
    adjust();
    log.info("node {} is not paused any more", identity.name());
  }

  /**
   * Offers another share. What is beyond a smaller one stays, and is served, until the tracker has
   * other copies of it.
   *
   * @param bytes at least {@link Limits#SHARE_BYTES_MIN}
   */
  @Override
  public synchronized void share(long bytes) {
    if (bytes < Limits.SHARE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "share must be at least " + Limits.SHARE_BYTES_MIN + " bytes, is " + bytes);
    }
    wish(wishes.withShare(bytes, config.shareBytes()));
    store.setShareBytes(seal.room(bytes));
    Serving running = serving;
    if (running != null) {
      running.say(running.heartbeat());
    }
    log.info("node {} offers {} bytes", identity.name(), bytes);
  }

  /**
   * Takes over what may change while it runs: share and manners. All else is for the next start.
   */
  public void reconfigure(NodeConfig next) {
    synchronized (this) {
      config = config.with(next.shareBytes(), next.manners());
      long share = seal.room(wishes.share(next.shareBytes()));
      boolean other = share != store.shareBytes();
      store.setShareBytes(share);
      Serving running = serving;
      if (running != null) {
        running.limitRates(next.manners());
      }
      if (running != null && other) {
        running.say(running.heartbeat());
      }
    }
    consider();
  }

  /** Hands its bits over to other nodes, or no longer. Survives a restart. */
  @Override
  public synchronized void leave(boolean leaves) {
    boolean before = wishes.leaving();
    Serving running = serving;
    if (!leaves && before && (running == null || !running.connected())) {
      throw new NodeException("the tracker is not connected and cannot be told: try again later");
    }
    wish(wishes.withLeaving(leaves));
    if (running != null) {
      running.say(new Leave(leaves));
    }
    log.info("node {} {}", identity.name(), leaves ? "hands over its bits" : "stays");
  }

  @GuardedBy("this")
  private void wish(Wishes now) {
    wishes = now.save(files);
  }

  /** How the node is now. */
  @Override
  public NodeStatus status() {
    Serving running = serving;
    Traffic traffic = running == null ? before : sum(before, running.traffic());
    return new NodeStatus(
        identity.name(),
        identity.nodeId(),
        identity.cloudId(),
        running == null ? "paused" : "running",
        reasons(),
        running != null && running.connected(),
        running == null ? "closed while the node is paused" : running.channelState(),
        running == null ? "" : running.engine(),
        running == null ? 0 : running.port(),
        running == null ? "" : running.reach(),
        store.shareBytes(),
        store.usedBytes(),
        store.size(),
        running == null ? 0 : running.working(),
        seal.sealedBy(),
        store.doubts().size(),
        troubles(),
        store.lost(),
        store.hashedBytes(),
        traffic.sent(),
        traffic.received(),
        new NodeStatus.Leave(
            wishes.leaving() || leaving.leaving(),
            leaving.drained(),
            leaving.bitsLeft(),
            leaving.bitsAtStart(),
            leaving.text()));
  }

  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (wishes.paused()) {
      reasons.add("by its owner");
    }
    rests.ifPresent(reasons::add);
    return reasons;
  }

  /** Nothing can be said of a disk that is not there. */
  private List<String> troubles() {
    List<String> all = new ArrayList<>();
    if (store.unusable().isEmpty()) {
      all.addAll(store.troubles());
    }
    files.trouble().ifPresent(all::add);
    return all;
  }

  /** The version of this program, or {@code dev} if it was not built as a jar. */
  static String version() {
    return Optional.ofNullable(SeederNode.class.getPackage().getImplementationVersion())
        .orElse("dev");
  }

  /** Stops everything, the channel first, and lets go of the directory last. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    parts.close();
  }
}
