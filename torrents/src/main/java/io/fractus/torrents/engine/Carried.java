// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.engine.EngineException.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.libtorrent4j.swig.torrent_handle;

/** One torrent of the engine, from the moment it is added until its file is let go. Thread-safe. */
final class Carried {
  /*
   *  ADDING ──▶ SEEDING ◀── FLUSHING ◀── FETCHING
   *     └───────────┴───────────┴───────────┴──▶ REMOVING ──▶ forgotten
   *
   * The native handle is a weak pointer that is ours to delete. Whoever uses it holds this object's
   * monitor, so that it is never used after that. The alert thread uses the handle that comes with
   * an alert.
   */
  enum State {
    ADDING,
    FETCHING,
    FLUSHING,
    SEEDING,
    REMOVING
  }

  private final long id;
  private final BitMetainfo bit;
  private final Path directory;
  private final @Nullable NativeFetch fetch;
  private final AtomicReference<State> state;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private @Nullable torrent_handle handle;
  private volatile int peers;
  private volatile boolean healthy = true;

  Carried(long id, BitMetainfo bit, Path directory, @Nullable NativeFetch fetch) {
    this.id = id;
    this.bit = bit;
    this.directory = directory;
    this.fetch = fetch;
    this.state = new AtomicReference<>(fetch == null ? State.ADDING : State.FETCHING);
  }

  long id() {
    return id;
  }

  BitMetainfo bit() {
    return bit;
  }

  Path file() {
    return directory.resolve(bit.name());
  }

  /** Its fetch, or null if it was added to be seeded. */
  @Nullable NativeFetch fetch() {
    return fetch;
  }

  State state() {
    return state.get();
  }

  boolean advance(State from, State to) {
    return state.compareAndSet(from, to);
  }

  /** Enters the way out if the fetch has not ended. Returns whether it did. */
  boolean abandon() {
    return advance(State.FETCHING, State.REMOVING) || advance(State.FLUSHING, State.REMOVING);
  }

  /** Enters the way out. Returns whether it was not on it yet. */
  boolean beginRemoval() {
    return state.getAndSet(State.REMOVING) != State.REMOVING;
  }

  /** Completes when peers are served. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Completes when the engine has let go of the file. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /**
   * Adds it to libtorrent, unless it has been removed before it came to that.
   *
   * @param add returns the new handle, which is ours from then on
   * @throws EngineException if it has been removed
   */
  synchronized void attach(Supplier<torrent_handle> add) {
    if (state() == State.REMOVING) {
      throw new EngineException(Kind.CANCELLED, bit + " was removed");
    }
    handle = add.get();
  }

  /** Runs something with the native handle; empty if it has not come yet or is gone. */
  synchronized <T> Optional<T> withHandle(Function<torrent_handle, T> use) {
    return Optional.ofNullable(handle).map(use);
  }

  synchronized void deleteHandle() {
    if (handle != null) {
      handle.delete();
      handle = null;
    }
  }

  void observed(int peersNow, boolean healthyNow) {
    peers = peersNow;
    healthy = healthyNow;
  }

  /** Notes that the file cannot be read. Returns whether that is news. */
  boolean broke() {
    boolean news = healthy;
    healthy = false;
    return news;
  }

  TorrentStatus status() {
    return new TorrentStatus(bit.infoHash(), state() == State.SEEDING && healthy, peers);
  }
}
