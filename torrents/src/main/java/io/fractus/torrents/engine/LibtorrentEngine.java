// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.engine.Carried.State;
import io.fractus.torrents.engine.EngineException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.libtorrent4j.swig.alert;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.session;
import org.libtorrent4j.swig.settings_pack;
import org.libtorrent4j.swig.settings_pack.int_types;
import org.libtorrent4j.swig.torrent_handle;

/** The engine over the native libtorrent. Thread-safe. */
public final class LibtorrentEngine implements TorrentEngine {
  /*
   * Every torrent has a number that its alerts carry. Commands go to libtorrent's network thread,
   * what comes of them arrives as alerts on a thread of ours, which moves the torrents from state
   * to state (Carried) and completes what callers wait for. Nothing ever waits on the alert thread.
   *
   * A fetch ends in one of two ways: its pieces are verified and written (torrent_finished, then
   * cache_flushed), or a reason to fail is remembered, the torrent is removed, and the fetch fails
   * when the file is closed (torrent_removed). A deadline guards the first, a second one the
   * removal.
   */
  private final NativeSession session;
  private final SessionAnswers answers;
  private final TorrentAlerts torrentAlerts;
  private final Map<InfoHash, Carried> torrents = new ConcurrentHashMap<>();
  private final Map<Long, Carried> byId = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();
  private final ScheduledThreadPoolExecutor timer;
  private final int port;
  private boolean closed;

  private LibtorrentEngine(EngineConfig config) {
    this.answers = new SessionAnswers(config, byId);
    this.torrentAlerts = new TorrentAlerts(byId, this::fail, this::forget);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("libtorrent-deadlines").daemon().factory(),
            // After the end there is nothing left to guard.
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    this.session = new NativeSession(config, this::accept);
    session.start();
    try {
      this.port = await(answers.port(), Limits.LISTEN_MAX, "listen on " + config.listenInterface());
    } catch (EngineException e) {
      close();
      throw new EngineException(Kind.START, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Starts an engine and returns when it listens.
   *
   * @throws EngineException of kind {@code START} if the port is taken or libtorrent does not load
   */
  public static LibtorrentEngine start(EngineConfig config) {
    NativeLibrary.load();
    return new LibtorrentEngine(config);
  }

  @Override
  public String name() {
    return "libtorrent";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void seed(BitMetainfo bit, Path directory, @Nullable String announce) {
    requireForeignThread();
    BitFiles.requireWhole(bit, directory);
    Carried carried = new Carried(lastId.incrementAndGet(), bit, directory, null);
    Carried other = register(carried);
    if (other != null) {
      if (other.fetch() != null && other.state() != State.SEEDING) {
        throw new EngineException(Kind.DUPLICATE, bit + " is being fetched");
      }
      await(other.ready(), Limits.ENGINE_ANSWER_MAX, "seed " + bit);
      return;
    }
    try {
      try (TorrentParams params = new TorrentParams(bit, directory, carried.id(), announce)) {
        add(carried, params.seeding());
      }
      await(carried.ready(), Limits.ENGINE_ANSWER_MAX, "seed " + bit);
      if (!isSeeding(carried)) {
        throw new EngineException(
            Kind.FILE_MISSING, "the file of " + bit + " is not complete: " + carried.file());
      }
      carried.advance(State.ADDING, State.SEEDING);
    } catch (RuntimeException e) {
      carried.ready().completeExceptionally(e);
      startRemoval(carried);
      throw e;
    }
  }

  @Override
  public Fetch fetch(FetchRequest request, Consumer<Long> progress) {
    BitMetainfo bit = request.bit();
    NativeFetch fetch = new NativeFetch(bit.length(), progress);
    Carried carried = new Carried(lastId.incrementAndGet(), bit, request.directory(), fetch);
    if (register(carried) != null) {
      throw new EngineException(Kind.DUPLICATE, "the engine already has " + bit);
    }
    try (TorrentParams params =
        new TorrentParams(bit, request.directory(), carried.id(), request.announce())) {
      add(carried, params.fetching(request.peers(), Files.exists(carried.file())));
    } catch (RuntimeException e) {
      startRemoval(carried);
      throw e;
    }
    ScheduledFuture<?> deadline =
        timer.schedule(
            () -> fail(carried, request.overdue()),
            request.deadline().toNanos(),
            TimeUnit.NANOSECONDS);
    fetch.started(
        () -> fail(carried, new EngineException(Kind.CANCELLED, "the fetch was cancelled")),
        deadline);
    return fetch;
  }

  @Override
  public boolean remove(InfoHash bit) {
    requireForeignThread();
    Carried carried = torrents.get(bit);
    if (carried == null) {
      return false;
    }
    EngineException removed = new EngineException(Kind.CANCELLED, "the bit was removed");
    carried.ready().completeExceptionally(removed);
    fail(carried, removed);
    startRemoval(carried);
    await(carried.gone(), Limits.ENGINE_ANSWER_MAX.multipliedBy(2), "let go of " + bit);
    return true;
  }

  @Override
  public List<TorrentStatus> list() {
    requireForeignThread();
    CompletableFuture<Void> updated = answers.nextUpdate();
    session.call(libtorrent -> {
      libtorrent.post_torrent_updates();
      return true;
    });
    await(updated, Limits.ENGINE_ANSWER_MAX, "list its torrents");
    return torrents.values().stream().map(Carried::status).toList();
  }

  @Override
  public List<PeerRate> peers(InfoHash bit) {
    Carried carried = torrents.get(bit);
    if (carried == null) {
      return List.of();
    }
    return session.call(_ -> carried.withHandle(PeerRates::of)).orElse(List.of());
  }

  @Override
  public Traffic traffic() {
    requireForeignThread();
    CompletableFuture<Traffic> answer = answers.nextTraffic();
    session.call(libtorrent -> {
      libtorrent.post_session_stats();
      return true;
    });
    return await(answer, Limits.ENGINE_ANSWER_MAX, "count its traffic");
  }

  @Override
  public void limitRates(int uploadRateMax, int downloadRateMax) {
    if (uploadRateMax < 0 || downloadRateMax < 0) {
      throw new IllegalArgumentException(
          "rates must not be negative, are " + uploadRateMax + " and " + downloadRateMax);
    }
    session.call(libtorrent -> {
      settings_pack pack = new settings_pack();
      pack.set_int(int_types.upload_rate_limit.swigValue(), uploadRateMax);
      pack.set_int(int_types.download_rate_limit.swigValue(), downloadRateMax);
      libtorrent.apply_settings(pack);
      pack.delete();
      return true;
    });
  }

  @Override
  public void close() {
    if (session.onAlertThread()) {
      throw new IllegalStateException("the engine cannot be closed by its own thread");
    }
    synchronized (timer) {
      if (closed) {
        return;
      }
      closed = true;
    }
    session.stopAlerts();
    timer.shutdownNow();
    EngineException reason = new EngineException(Kind.CANCELLED, "the engine is closed");
    for (Carried carried : List.copyOf(byId.values())) {
      carried.ready().completeExceptionally(reason);
      NativeFetch fetch = carried.fetch();
      if (fetch != null) {
        fetch.end(reason);
      }
      carried.deleteHandle();
      carried.gone().complete(null);
    }
    session.delete();
    torrents.clear();
    byId.clear();
  }

  private void accept(alert next) {
    int type = next.type();
    if (!answers.accept(type, next)) {
      torrentAlerts.accept(type, next);
    }
  }

  /**
   * Takes the place of a bit. Returns who has it already, after waiting for one that is on its way
   * out.
   */
  private @Nullable Carried register(Carried carried) {
    // By its number first: whoever finds it by its hash may remove it at once.
    byId.put(carried.id(), carried);
    InfoHash hash = carried.bit().infoHash();
    Carried other = torrents.putIfAbsent(hash, carried);
    if (other != null && other.state() == State.REMOVING && !session.onAlertThread()) {
      try {
        await(other.gone(), Limits.ENGINE_ANSWER_MAX, "let go of " + carried.bit());
      } catch (EngineException e) {
        byId.remove(carried.id());
        throw e;
      }
      other = torrents.putIfAbsent(hash, carried);
    }
    if (other != null) {
      byId.remove(carried.id());
    }
    return other;
  }

  private void add(Carried carried, TorrentParams params) {
    session.call(libtorrent -> {
      carried.attach(() -> add(libtorrent, carried.bit(), params));
      return true;
    });
  }

  private static torrent_handle add(session libtorrent, BitMetainfo bit, TorrentParams params) {
    error_code error = new error_code();
    try {
      torrent_handle handle = libtorrent.add_torrent(params.get(), error);
      if (error.failed()) {
        handle.delete();
        throw new EngineException(
            Kind.REFUSED, "libtorrent refused " + bit + ": " + error.message());
      }
      return handle;
    } finally {
      error.delete();
    }
  }

  private boolean isSeeding(Carried carried) {
    return session.call(_ -> carried.withHandle(PeerRates::isSeeding)).orElse(false);
  }

  /** Ends a fetch that has not ended; a torrent that seeds is not touched. */
  private void fail(Carried carried, EngineException reason) {
    NativeFetch fetch = carried.fetch();
    if (fetch != null && carried.abandon()) {
      fetch.failing(reason);
      askRemoval(carried);
    }
  }

  private void startRemoval(Carried carried) {
    if (carried.beginRemoval()) {
      askRemoval(carried);
    }
  }

  private void askRemoval(Carried carried) {
    try {
      boolean asked =
          session
              .call(libtorrent ->
                  carried.withHandle(handle -> {
                    libtorrent.remove_torrent(handle);
                    return true;
                  }))
              .orElse(false);
      if (!asked) {
        forget(carried);
        return;
      }
      var _ =
          timer.schedule(
              () -> forget(carried), Limits.ENGINE_ANSWER_MAX.toNanos(), TimeUnit.NANOSECONDS);
    } catch (EngineException _) {
      // The engine closes, and with it everything ends.
    }
  }

  private void forget(Carried carried) {
    if (byId.remove(carried.id()) == null) {
      return;
    }
    torrents.remove(carried.bit().infoHash(), carried);
    carried.deleteHandle();
    NativeFetch fetch = carried.fetch();
    if (fetch != null) {
      fetch.end(new EngineException(Kind.CANCELLED, "the bit was removed"));
    }
    carried.gone().complete(null);
  }

  private void requireForeignThread() {
    if (session.onAlertThread()) {
      throw new IllegalStateException("the engine's own thread must not wait for the engine");
    }
  }

  private static <T> T await(CompletableFuture<T> future, Duration max, String what) {
    try {
      return future.get(max.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new EngineException(Kind.REFUSED, "libtorrent did not " + what + " within " + max, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException known) {
        throw new EngineException(known.kind(), String.valueOf(known.getMessage()), known);
      }
      throw new EngineException(Kind.REFUSED, "libtorrent did not " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(Kind.CANCELLED, "interrupted while waiting to " + what, e);
    }
  }
}
