// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.event.EventSink;
import bt.event.EventSource;
import bt.metainfo.TorrentId;
import bt.runtime.BtRuntime;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.announce.Announcer;
import io.fractus.torrents.bt.BtBit.State;
import io.fractus.torrents.engine.BitFiles;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.EngineException.Kind;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.PeerRate;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.TorrentStatus;
import io.fractus.torrents.engine.Traffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine over bt. Thread-safe. */
public final class BtEngine implements TorrentEngine {
  private static final String PEER_ID = "-FR0001-bt-announcer";

  private final Sockets sockets;
  private final int port;
  private final BtRuntime runtime;
  private final BtPeers peers;
  private final Announcer announcer;
  private final BtTraffic traffic;
  private final Map<InfoHash, BtBit> bits = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private volatile boolean closed;

  private BtEngine(EngineConfig config, Sockets sockets) throws IOException {
    this.sockets = sockets;
    InetSocketAddress address = sockets.address();
    this.port = address.getPort();
    this.announcer =
        new Announcer(PEER_ID.getBytes(StandardCharsets.US_ASCII), port, new SecureRandom());
    this.traffic = new BtTraffic(config);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("bt-deadlines").daemon().factory(),
            // After the end there is nothing left to guard.
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    PeerCounters counters = new PeerCounters();
    Blocks blocks = new Blocks();
    this.runtime =
        BtRuntime.builder(BtSettings.of(config, address))
            .disableAutomaticShutdown()
            .disableStandardExtensions()
            .module(new BtModule(sockets, counters, blocks))
            .build();
    EventSource events = runtime.service(EventSource.class);
    events.onTorrentStarted(null, event -> tell(event.getTorrentId(), true));
    events.onTorrentStopped(null, event -> tell(event.getTorrentId(), false));
    events.onPeerDisconnected(null, event -> blocks.gone(event.getConnectionKey()));
    this.peers = new BtPeers(runtime, counters);
    runtime.startup();
  }

  /**
   * Starts an engine and returns when it listens.
   *
   * @throws EngineException of kind {@code START} if the port is taken
   */
  public static BtEngine start(EngineConfig config) {
    Sockets sockets = null;
    try {
      sockets = Sockets.open(config);
      return new BtEngine(config, sockets);
    } catch (IOException | RuntimeException e) {
      if (sockets != null) {
        sockets.close();
      }
      throw new EngineException(
          Kind.START,
          "cannot listen for peers on %s port %d: %s; stop what has that port or choose another"
              .formatted(config.listenHost(), config.listenPort(), e.getMessage()),
          e);
    }
  }

  private void tell(TorrentId id, boolean started) {
    BtBit bit = bits.get(InfoHash.of(id.getBytes()));
    if (bit != null) {
      var _ = (started ? bit.started() : bit.stopped()).complete(null);
    }
  }

  @Override
  public String name() {
    return "bt";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void seed(BitMetainfo bit, Path directory, @Nullable String announce) {
    requireOpen();
    BitFiles.requireWhole(bit, directory);
    Announced announced = announce == null ? null : new Announced(bit.infoHash(), announce, 0);
    BtBit added = BtBit.seeding(bit, directory, announced);
    BtBit other = register(added);
    if (other != null) {
      if (other.state() == State.FETCHING) {
        throw new EngineException(Kind.DUPLICATE, bit + " is being fetched");
      }
      await(other.started(), "seed " + bit);
      return;
    }
    try {
      run(added);
      await(added.started(), "seed " + bit);
    } catch (IOException | RuntimeException e) {
      remove(bit.infoHash());
      throw e instanceof EngineException known
          ? known
          : new EngineException(Kind.FILE_MISSING, "cannot seed " + bit + ": " + e, e);
    }
    added.advance(State.STARTING, State.SEEDING);
    if (announced != null) {
      announcer.add(announced);
    }
  }

  /** Takes the place of a bit; who has it already, after waiting for one that is on its way out. */
  private @Nullable BtBit register(BtBit added) {
    BtBit other = bits.putIfAbsent(added.bit().infoHash(), added);
    if (other != null && other.state() == State.REMOVING) {
      await(other.gone(), "let go of " + added.bit());
      other = bits.putIfAbsent(added.bit().infoHash(), added);
    }
    return other;
  }

  private void run(BtBit added) throws IOException {
    BitUnit unit = added.open(new FileWatch(added, traffic, this::fail));
    added.runBy(
        new BitClientBuilder(runtime)
            .storage(unit)
            .torrent(added::begin)
            .afterDownloaded(_ -> complete(added))
            .initEagerly()
            .build());
  }

  @Override
  public Fetch fetch(FetchRequest request, Consumer<Long> progress) {
    requireOpen();
    request.peers().forEach(BtPeers::address);
    BitMetainfo bit = request.bit();
    String announce = request.announce();
    Announced announced =
        announce == null ? null : new Announced(bit.infoHash(), announce, bit.length());
    BtBit added = BtBit.fetching(request, progress, announced);
    if (register(added) != null) {
      throw new EngineException(Kind.DUPLICATE, "the engine already has " + bit);
    }
    added.guardedBy(
        List.of(
            timer.schedule(
                () -> fail(added, request.overdue()),
                request.deadline().toNanos(),
                TimeUnit.NANOSECONDS),
            timer.scheduleWithFixedDelay(
                () -> offer(added, request.peers()),
                Limits.BT_PEERS_AGAIN.toNanos(),
                Limits.BT_PEERS_AGAIN.toNanos(),
                TimeUnit.NANOSECONDS)));
    Thread.startVirtualThread(() -> begin(added, request));
    return new BtFetch(
        added.done(),
        () -> fail(added, new EngineException(Kind.CANCELLED, "the fetch was cancelled")));
  }

  private record BtFetch(CompletableFuture<Void> done, Runnable canceller) implements Fetch {
    @Override
    public void cancel() {
      canceller.run();
    }
  }

  private void begin(BtBit added, FetchRequest request) {
    try {
      run(added);
    } catch (IOException e) {
      fail(
          added,
          new EngineException(
              Kind.DISK, "cannot write " + request.bit() + " in " + request.directory(), e));
      return;
    }
    // Not on the thread that tells: it holds a lock of bt's events, which peers are an event of.
    var _ =
        added
            .started()
            .thenRunAsync(() -> offer(added, request.peers()), Thread::startVirtualThread);
    Announced announced = added.announced();
    if (announced != null) {
      announced.onPeers(peers -> offer(added, peers));
      announcer.addFetched(announced, request.peers());
    }
  }

  /** bt forgets peers that it could not reach, so they are offered again and again. */
  private void offer(BtBit added, List<PeerAddress> candidates) {
    if (added.state() != State.FETCHING || !added.started().isDone()) {
      return;
    }
    peers.offer(added.bit().infoHash(), candidates);
  }

  private void complete(BtBit added) {
    if (added.request() != null && added.advance(State.FETCHING, State.SEEDING)) {
      added.stopTimers();
      Announced announced = added.announced();
      if (announced != null) {
        announcer.completed(announced);
      }
      added.done().complete(null);
    }
  }

  /** Ends a fetch that has not ended; a bit that is seeded is not touched. */
  private void fail(BtBit added, EngineException reason) {
    if (added.request() != null && added.advance(State.FETCHING, State.REMOVING)) {
      Thread.startVirtualThread(() -> {
        letGo(added);
        added.done().completeExceptionally(reason);
      });
    }
  }

  @Override
  public boolean remove(InfoHash bit) {
    BtBit found = bits.get(bit);
    if (found == null) {
      return false;
    }
    fail(found, new EngineException(Kind.CANCELLED, "the bit was removed"));
    if (found.beginRemoval()) {
      letGo(found);
    }
    await(found.gone(), "let go of " + found.bit());
    return true;
  }

  private void letGo(BtBit bit) {
    bit.stopTimers();
    if (bit.stop()) {
      try {
        bit.stopped().get(Limits.BT_STOP_MAX.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException _) {
        runtime
            .service(EventSink.class)
            .fireTorrentStopped(TorrentId.fromBytes(bit.bit().infoHash().bytes()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      // Nobody would answer on them.
      peers.hangUp(bit.bit().infoHash());
    }
    bit.close();
    Announced announced = bit.announced();
    if (announced != null) {
      announcer.stopped(announced);
    }
    bits.remove(bit.bit().infoHash(), bit);
    bit.gone().complete(null);
  }

  @Override
  public List<TorrentStatus> list() {
    requireOpen();
    return bits.values().stream()
        .filter(bit -> bit.state() != State.REMOVING)
        .map(bit ->
            new TorrentStatus(
                bit.bit().infoHash(),
                bit.state() == State.SEEDING && bit.isHealthy(),
                peers(bit.bit().infoHash()).size()))
        .toList();
  }

  @Override
  public List<PeerRate> peers(InfoHash bit) {
    return bits.containsKey(bit) ? peers.of(bit) : List.of();
  }

  @Override
  public Traffic traffic() {
    requireOpen();
    return traffic.sum();
  }

  @Override
  public void limitRates(int uploadRateMax, int downloadRateMax) {
    if (uploadRateMax < 0 || downloadRateMax < 0) {
      throw new IllegalArgumentException(
          "rates must not be negative, are " + uploadRateMax + " and " + downloadRateMax);
    }
    traffic.limit(uploadRateMax, downloadRateMax);
  }

  private void requireOpen() {
    if (closed) {
      throw new EngineException(Kind.CANCELLED, "the engine is closed");
    }
  }

  @Override
  public void close() {
    synchronized (timer) {
      if (closed) {
        return;
      }
      closed = true;
    }
    timer.shutdownNow();
    EngineException reason = new EngineException(Kind.CANCELLED, "the engine is closed");
    for (BtBit bit : List.copyOf(bits.values())) {
      bit.beginRemoval();
      bit.stop();
      bit.done().completeExceptionally(reason);
    }
    announcer.close();
    sockets.stopListening();
    runtime.shutdown();
    sockets.close();
    bits.values().forEach(BtBit::close);
    bits.clear();
  }

  private static <T> T await(CompletableFuture<T> future, String what) {
    Duration max = Limits.BT_ANSWER_MAX;
    try {
      return future.get(max.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new EngineException(Kind.REFUSED, "bt did not " + what + " within " + max, e);
    } catch (ExecutionException e) {
      throw new EngineException(Kind.REFUSED, "bt did not " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Kind.CANCELLED, "interrupted while waiting to " + what, e);
    }
  }
}
