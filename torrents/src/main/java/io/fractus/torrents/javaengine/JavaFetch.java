// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.announce.Announced;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.EngineException.Kind;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One fetch: which pieces are here, which are under way, and how it ends. Thread-safe. */
final class JavaFetch implements Carried, Fetch {
  /*
   *   READING ──▶ RUNNING ──▶ ENDED
   *
   * While it reads, a file that is there already is checked. All changes are made under the monitor
   * of this object, and so are writes to the file: when it has ended, the file is closed and the
   * engine has forgotten the fetch or has it as a seed. Only then its future completes.
   */
  private enum State {
    READING,
    RUNNING,
    ENDED
  }

  /** What the engine does when the fetch ends. Called under the fetch's monitor. */
  interface Ending {
    /** It is complete. Returns whether the engine seeds it now; else it was removed. */
    boolean completed(JavaFetch fetch);

    /** It failed. */
    void failed(JavaFetch fetch);
  }

  private final FetchRequest request;
  private final BitMetainfo bit;
  private final Consumer<Long> progress;
  private final Ending ending;
  private final FetchMemory memory;
  private final @Nullable Announced announced;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Set<Download> downloads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger liars = new AtomicInteger();
  private final BitSet claimed = new BitSet();
  private final BitSet verified = new BitSet();
  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final FetchFile file;
  private volatile State state = State.READING;
  private volatile List<Future<?>> timers = List.of();
  private long verifiedBytes;

  JavaFetch(
      FetchRequest request,
      Consumer<Long> progress,
      @Nullable Announced announced,
      Ending ending,
      FetchMemory memory) {
    this.request = request;
    this.bit = request.bit();
    this.progress = progress;
    this.announced = announced;
    this.ending = ending;
    this.memory = memory;
    this.file = new FetchFile(bit, directory());
  }

  @Override
  public InfoHash hash() {
    return bit.infoHash();
  }

  @Override
  public boolean isSeeding() {
    return false;
  }

  BitMetainfo bit() {
    return bit;
  }

  Path directory() {
    return request.directory();
  }

  List<PeerAddress> peers() {
    return request.peers();
  }

  @Nullable Announced announced() {
    return announced;
  }

  @Override
  public CompletableFuture<Void> done() {
    return done;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Says what to call off at the end. */
  void guardedBy(List<Future<?>> guards) {
    timers = guards;
    if (isEnded()) {
      stopTimers();
    }
  }

  /** Opens the file and checks what is in it. Returns whether there is something to fetch. */
  boolean prepare() {
    try {
      file.open();
      for (int piece = 0; piece < bit.pieceCount() && !isEnded(); piece++) {
        if (file.holds(piece)) {
          verified(piece);
        }
      }
    } catch (IOException e) {
      diskFailed(e);
      return false;
    }
    boolean complete;
    synchronized (this) {
      if (isEnded()) {
        return false;
      }
      state = State.RUNNING;
      complete = verifiedBytes == bit.length();
    }
    if (complete) {
      succeed();
    }
    return !complete;
  }

  private synchronized void verified(int piece) {
    if (!isEnded()) {
      verified.set(piece);
      claimed.set(piece);
      verifiedBytes += bit.pieceLength(piece);
      progress.accept(verifiedBytes);
    }
  }

  void joined(Download download) {
    downloads.add(download);
  }

  /** A peer has gone; what it was asked for is free again. */
  void left(Download download, List<Run> unfinished) {
    downloads.remove(download);
    memory.forget(download);
    free(unfinished);
  }

  /** What a peer was asked for is free again. */
  void free(List<Run> unfinished) {
    synchronized (this) {
      for (Run run : unfinished) {
        runs.remove(run);
        claimed.clear(run.first(), run.first() + run.count());
      }
      claimed.or(verified);
    }
    unfinished.forEach(this::giveBack);
    if (!unfinished.isEmpty()) {
      downloads.forEach(Download::look);
    }
  }

  /** Its bytes are in memory no more. */
  void giveBack(Run run) {
    memory.giveBack(run.bytes().length);
  }

  /**
   * Pieces for a peer to be asked for, or null if there are none for it now. Whoever gets a run has
   * to give it back.
   *
   * @param have what the peer has
   * @param idle whether it has nothing else to do: then it may help where another is slow
   */
  synchronized @Nullable Run claim(Download download, BitSet have, boolean idle) {
    if (!isRunning()) {
      memory.forget(download);
      return null;
    }
    BitSet free = (BitSet) have.clone();
    free.andNot(claimed);
    if (free.isEmpty() && idle) {
      free.or(have);
      free.andNot(verified);
      for (Run run : runs) {
        if (run.owner() == download || !run.owner().isSlow()) {
          free.clear(run.first(), run.first() + run.count());
        }
      }
    }
    int first = free.nextSetBit(0);
    if (first < 0) {
      memory.forget(download);
      return null;
    }
    int count = Math.min(free.nextClearBit(first) - first, piecesInARun());
    int last = first + count - 1;
    int length = (count - 1) * bit.pieceLength() + bit.pieceLength(last);
    if (!memory.take(download, length, idle)) {
      return null;
    }
    Run run = new Run(download, first, count, (long) first * bit.pieceLength(), length);
    claimed.set(first, first + count);
    runs.add(run);
    return run;
  }

  /** As many as are hashed well together, but no more than each peer's share. */
  private int piecesInARun() {
    int peers = Math.max(1, downloads.size());
    int share = peers == 1 ? bit.pieceCount() : Math.ceilDiv(bit.pieceCount(), 2 * peers);
    return Math.clamp(Limits.FETCH_RUN_BYTES / bit.pieceLength(), 1, share);
  }

  /** Writes the first pieces of a run, which are right; the others are free again. */
  void verified(Run run, int right) {
    boolean complete;
    try {
      synchronized (this) {
        if (!isRunning()) {
          return;
        }
        runs.remove(run);
        claimed.clear(run.first() + right, run.first() + run.count());
        write(run, right);
        claimed.or(verified);
        complete = verifiedBytes == bit.length();
      }
    } catch (IOException e) {
      diskFailed(e);
      return;
    }
    if (announced != null) {
      int bytes = right == run.count() ? run.bytes().length : right * bit.pieceLength();
      announced.downloaded(bytes, bit.length() - verifiedBytes());
    }
    if (complete) {
      succeed();
    }
  }

  private synchronized long verifiedBytes() {
    return verifiedBytes;
  }

  /** Writes what is not there yet, in as few pieces as may be. */
  private synchronized void write(Run run, int right) throws IOException {
    int end = run.first() + right;
    int from = verified.nextClearBit(run.first());
    while (from < end) {
      int next = verified.nextSetBit(from);
      int to = next < 0 ? end : Math.min(next, end);
      int offset = (from - run.first()) * bit.pieceLength();
      int length = (to - from - 1) * bit.pieceLength() + bit.pieceLength(to - 1);
      file.write(run.bytes(), offset, length, run.position() + offset);
      for (int piece = from; piece < to; piece++) {
        verified(piece);
      }
      from = verified.nextClearBit(to);
    }
  }

  /** Looks after its peers, now and then. */
  void look() {
    downloads.forEach(Download::look);
  }

  /** Whether a peer that comes to us may be asked. */
  boolean admits() {
    return isRunning()
        && liars.get() < Limits.FETCH_LIARS_MAX
        && downloads.size() < 2 * Limits.FETCH_PEERS_MAX;
  }

  void lied() {
    liars.incrementAndGet();
  }

  @Override
  public void cancel() {
    fail(new EngineException(Kind.CANCELLED, "the fetch was cancelled"));
  }

  private void diskFailed(IOException e) {
    fail(
        new EngineException(
            Kind.DISK, "cannot write " + directory().resolve(bit.name()) + ": " + e, e));
  }

  /** Ends it with a reason. Does nothing after the end. When it returns, it has ended. */
  void fail(EngineException reason) {
    synchronized (this) {
      if (isEnded()) {
        return;
      }
      end();
      ending.failed(this);
    }
    stopTimers();
    downloads.forEach(Download::close);
    done.completeExceptionally(reason);
  }

  private void succeed() {
    boolean seeded;
    synchronized (this) {
      if (isEnded()) {
        return;
      }
      end();
      seeded = ending.completed(this);
    }
    stopTimers();
    for (Download download : downloads) {
      if (download.link().isPeerComplete() || !seeded) {
        download.close();
      }
    }
    if (seeded) {
      done.complete(null);
    } else {
      done.completeExceptionally(new EngineException(Kind.CANCELLED, "the bit was removed"));
    }
  }

  private void end() {
    state = State.ENDED;
    file.close();
  }

  private void stopTimers() {
    for (Future<?> timer : timers) {
      timer.cancel(false);
    }
  }
}
