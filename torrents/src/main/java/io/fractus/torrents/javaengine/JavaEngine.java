// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.announce.Announcer;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine in Java alone: it runs wherever Java does. Thread-safe. */
public final class JavaEngine implements TorrentEngine {
  /*
   *   accept ─▶ Inbound ─▶ Upload (one seed to one peer)
   *   fetch ─▶ Source ─▶ Download (one bit from one peer) ─▶ JavaFetch ─▶ Seed
   *
   * Each connection has a virtual thread that blocks in reads and writes. One timer thread ends
   * what is late and never blocks.
   */
  private static final int BACKLOG = 200;

  private final EngineConfig config;
  private final ServerSocketChannel server;
  private final Shared shared;
  private final Links links;
  private final Inbound inbound;
  private final Announcer announcer;
  private final Map<InfoHash, Carried> carried = new ConcurrentHashMap<>();
  private final Map<Path, Path> directories = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private final int port;
  private volatile boolean closed;

  private JavaEngine(EngineConfig config, ServerSocketChannel server, SecureRandom random)
      throws IOException {
    this.config = config;
    this.server = server;
    this.port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    this.shared = new Shared(config, random);
    this.links = new Links(config.connectionsMax());
    this.inbound = new Inbound(carried::get, this::retire, links, shared);
    this.announcer = new Announcer(shared.peerId(), port, random);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("java-engine-timer").daemon().factory(),
            // After the end there is nothing left to guard.
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    var _ = timer.scheduleWithFixedDelay(links::sweep, 1, 1, TimeUnit.SECONDS);
    Thread.ofVirtual().name("java-engine-accept").start(this::accept);
  }

  /**
   * Starts an engine and returns when it listens.
   *
   * @throws EngineException of kind {@code START} if the port is taken
   */
  public static JavaEngine start(EngineConfig config) {
    ServerSocketChannel server = null;
    try {
      server = ServerSocketChannel.open();
      server.bind(
          new InetSocketAddress(InetAddress.ofLiteral(config.listenHost()), config.listenPort()),
          BACKLOG);
      return new JavaEngine(config, server, new SecureRandom());
    } catch (IOException | IllegalArgumentException e) {
      closeQuietly(server);
      throw new EngineException(
          Kind.START,
          "cannot listen for peers on %s port %d: %s; stop what has that port or choose another"
              .formatted(config.listenHost(), config.listenPort(), e.getMessage()),
          e);
    }
  }

  private static void closeQuietly(@Nullable ServerSocketChannel server) {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException _) {
      // It accepts nobody any more.
    }
  }

  private void accept() {
    while (!closed) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().start(() -> inbound.serve(channel));
      } catch (IOException _) {
        // Too many open files, or the end.
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return "java";
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
    Carried other =
        carried.putIfAbsent(bit.infoHash(), new Seed(bit, shared(directory), announced));
    if (other instanceof JavaFetch) {
      throw new EngineException(Kind.DUPLICATE, bit + " is being fetched");
    }
    if (other == null && announced != null) {
      announcer.add(announced);
    }
  }

  /** The same object for all bits in a directory. */
  private Path shared(Path directory) {
    return directories.computeIfAbsent(directory, path -> path);
  }

  @Override
  public Fetch fetch(FetchRequest request, Consumer<Long> progress) {
    requireOpen();
    request.peers().forEach(JavaEngine::requireLiteral);
    BitMetainfo bit = request.bit();
    String announce = request.announce();
    Announced announced =
        announce == null ? null : new Announced(bit.infoHash(), announce, bit.length());
    JavaFetch fetch =
        new JavaFetch(request, progress, announced, new Endings(), shared.fetchMemory());
    if (carried.putIfAbsent(bit.infoHash(), fetch) != null) {
      throw new EngineException(Kind.DUPLICATE, "the engine already has " + bit);
    }
    fetch.guardedBy(
        List.of(
            timer.schedule(
                // A fetch may be writing to a slow disk, for which the timer must not wait.
                () -> Thread.startVirtualThread(() -> fetch.fail(request.overdue())),
                request.deadline().toNanos(),
                TimeUnit.NANOSECONDS),
            timer.scheduleWithFixedDelay(fetch::look, 500, 500, TimeUnit.MILLISECONDS)));
    Thread.ofVirtual().name("fetch-" + bit.name()).start(() -> begin(fetch));
    if (closed) {
      fetch.fail(closed());
    }
    return fetch;
  }

  private static void requireLiteral(PeerAddress peer) {
    try {
      var _ = InetAddress.ofLiteral(peer.host());
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          Kind.REFUSED, "the peer " + peer + " is not a literal IP address", e);
    }
  }

  private void begin(JavaFetch fetch) {
    if (!fetch.prepare()) {
      return;
    }
    Set<PeerAddress> known = new HashSet<>();
    Announced announced = fetch.announced();
    if (announced != null) {
      announced.onPeers(found -> meet(fetch, known, found));
      announcer.addFetched(announced, fetch.peers());
    }
    meet(fetch, known, fetch.peers());
  }

  private void meet(JavaFetch fetch, Set<PeerAddress> known, List<PeerAddress> peers) {
    synchronized (known) {
      for (PeerAddress peer : peers) {
        if (known.size() < Limits.FETCH_PEERS_MAX && known.add(peer)) {
          Source source = new Source(fetch, peer, links, shared);
          Thread.ofVirtual().start(source::run);
        }
      }
    }
  }

  /** What the engine does when a fetch ends. */
  private final class Endings implements JavaFetch.Ending {
    @Override
    public boolean completed(JavaFetch fetch) {
      Announced announced = fetch.announced();
      Seed seed = new Seed(fetch.bit(), shared(fetch.directory()), announced);
      if (!carried.replace(fetch.hash(), fetch, seed)) {
        return false;
      }
      if (announced != null) {
        announcer.completed(announced);
      }
      return true;
    }

    @Override
    public void failed(JavaFetch fetch) {
      carried.remove(fetch.hash(), fetch);
      Announced announced = fetch.announced();
      if (announced != null) {
        announcer.stopped(announced);
      }
    }
  }

  @Override
  public boolean remove(InfoHash bit) {
    boolean had = false;
    Carried found = carried.get(bit);
    if (found instanceof JavaFetch fetch) {
      fetch.fail(new EngineException(Kind.CANCELLED, "the bit was removed"));
      had = true;
      found = carried.get(bit);
    }
    if (found instanceof Seed seed && carried.remove(bit, seed)) {
      retire(seed);
      had = true;
    }
    return had;
  }

  /** Serves a seed no more. */
  private void retire(Seed seed) {
    links.close(seed.hash());
    shared.files().close(seed.hash());
    Announced announced = seed.announced();
    if (announced != null) {
      announcer.stopped(announced);
    }
  }

  @Override
  public List<TorrentStatus> list() {
    requireOpen();
    Map<InfoHash, Integer> counts = links.counts();
    return carried.values().stream()
        .map(each ->
            new TorrentStatus(each.hash(), each.isSeeding(), counts.getOrDefault(each.hash(), 0)))
        .toList();
  }

  @Override
  public List<PeerRate> peers(InfoHash bit) {
    return links.rates(bit);
  }

  @Override
  public Traffic traffic() {
    requireOpen();
    return new Traffic(shared.sent().sum(), shared.received().sum());
  }

  @Override
  public void limitRates(int uploadRateMax, int downloadRateMax) {
    if (uploadRateMax < 0 || downloadRateMax < 0) {
      throw new IllegalArgumentException(
          "rates must not be negative, are " + uploadRateMax + " and " + downloadRateMax);
    }
    shared.uploadRate().set(uploadRateMax);
    shared.downloadRate().set(downloadRateMax);
  }

  private void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  private EngineException closed() {
    return new EngineException(
        Kind.CANCELLED, "the engine on port " + config.listenPort() + " is closed");
  }

  @Override
  public void close() {
    synchronized (timer) {
      if (closed) {
        return;
      }
      closed = true;
    }
    closeQuietly(server);
    timer.shutdownNow();
    for (Carried each : List.copyOf(carried.values())) {
      if (each instanceof JavaFetch fetch) {
        fetch.fail(closed());
      }
    }
    links.closeAll();
    announcer.close();
    carried.clear();
    shared.files().close();
  }
}
