// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.metainfo.Torrent;
import bt.runtime.BtClient;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.engine.FetchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One bit of the engine, from the moment it is added until its file is let go. Thread-safe. */
final class BtBit {
  /*
   *  STARTING ──▶ SEEDING ◀── FETCHING
   *      └───────────┴────────────┴──▶ REMOVING ──▶ forgotten
   */
  enum State {
    STARTING,
    FETCHING,
    SEEDING,
    REMOVING
  }

  private final BitMetainfo bit;
  private final Path directory;
  private final @Nullable FetchRequest request;
  private final Consumer<Long> progress;
  private final @Nullable Announced announced;
  private final AtomicReference<State> state;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile @Nullable BtClient client;
  private volatile @Nullable BitUnit unit;
  private volatile boolean healthy = true;
  private volatile List<Future<?>> timers = List.of();
  private @Nullable Thread thread;
  private long verified;

  private BtBit(
      BitMetainfo bit,
      Path directory,
      @Nullable FetchRequest request,
      Consumer<Long> progress,
      @Nullable Announced announced) {
    this.bit = bit;
    this.directory = directory;
    this.request = request;
    this.progress = progress;
    this.announced = announced;
    this.state = new AtomicReference<>(request == null ? State.STARTING : State.FETCHING);
  }

  static BtBit seeding(BitMetainfo bit, Path directory, @Nullable Announced announced) {
    return new BtBit(bit, directory, null, _ -> {}, announced);
  }

  static BtBit fetching(
      FetchRequest request, Consumer<Long> progress, @Nullable Announced announced) {
    return new BtBit(request.bit(), request.directory(), request, progress, announced);
  }

  BitMetainfo bit() {
    return bit;
  }

  /** What was asked for, or null if it was added to be seeded. */
  @Nullable FetchRequest request() {
    return request;
  }

  @Nullable Announced announced() {
    return announced;
  }

  State state() {
    return state.get();
  }

  boolean advance(State from, State to) {
    return state.compareAndSet(from, to);
  }

  /** Enters the way out. Returns whether it was not on it yet. */
  boolean beginRemoval() {
    return state.getAndSet(State.REMOVING) != State.REMOVING;
  }

  /** Opens its file. */
  BitUnit open(BitUnit.Watcher watcher) throws IOException {
    BitUnit opened =
        request == null
            ? BitUnit.complete(bit, directory, watcher)
            : BitUnit.partial(bit, directory, watcher);
    unit = opened;
    return opened;
  }

  /** Starts it. */
  void runBy(BtClient bt) {
    client = bt;
    var _ = bt.startAsync();
  }

  /** Called by bt on the thread of the torrent; the torrent, or an exception if it is too late. */
  synchronized Torrent begin() {
    if (state() == State.REMOVING) {
      stopped.complete(null);
      throw new IllegalStateException(bit + " was removed before it began");
    }
    thread = Thread.currentThread();
    return new BtTorrent(bit);
  }

  /** Makes bt stop. Returns whether it had begun, so that it will say when it has. */
  boolean stop() {
    BtClient running = client;
    if (running == null) {
      return false;
    }
    try {
      running.stop();
    } catch (RuntimeException _) {
      // bt complains of a client that it does not know any more.
    }
    interrupt();
    return true;
  }

  private synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Lets go of the file. */
  void close() {
    BitUnit open = unit;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // Whoever needs it on disk forces it through a channel of its own.
      }
    }
    timers.forEach(timer -> timer.cancel(false));
  }

  void guardedBy(List<Future<?>> guards) {
    timers = guards;
    if (done.isDone()) {
      guards.forEach(timer -> timer.cancel(false));
    }
  }

  void stopTimers() {
    timers.forEach(timer -> timer.cancel(false));
  }

  /** Completes when bt serves it or looks for it. */
  CompletableFuture<Void> started() {
    return started;
  }

  /** Completes when a fetch has ended. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Completes when bt has stopped it. */
  CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** Completes when the engine has let go of the file. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  synchronized void verified(int piece) {
    if (state() == State.FETCHING) {
      verified += bit.pieceLength(piece);
      if (announced != null) {
        announced.downloaded(bit.pieceLength(piece), bit.length() - verified);
      }
      progress.accept(verified);
    }
  }

  boolean isHealthy() {
    return healthy;
  }

  void broke() {
    healthy = false;
  }
}
