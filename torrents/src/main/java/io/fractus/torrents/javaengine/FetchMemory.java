// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.Limits;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that may be on their way at once, of all fetches of an engine: what a peer was asked for is
 * in memory until it is verified and written. Thread-safe; it waits for nobody.
 */
final class FetchMemory {
  /** Who takes room. */
  @FunctionalInterface
  interface Taker {
    /** There may be room now. */
    void help();
  }

  /*
   * Who has nothing on its way stands in a queue when there is no room, and nobody goes before it,
   * also not with a second run. So each gets one before any gets two, and the first in the queue
   * comes to its turn, for every run ends: it is complete, or its peer is dropped as silent.
   */
  private final long most;
  private final SequencedSet<Taker> waiting = new LinkedHashSet<>();
  private long taken;

  /**
   * @param most bytes; a single run may be longer
   */
  FetchMemory(long most) {
    this.most = most;
  }

  /** As much of the heap as fetches may have. */
  static FetchMemory ofHeap() {
    return new FetchMemory(
        Math.clamp(
            Runtime.getRuntime().maxMemory() / Limits.FETCH_MEMORY_SHARE,
            Limits.FETCH_MEMORY_MIN,
            Limits.FETCH_MEMORY_MAX));
  }

  /**
   * Takes room for a run.
   *
   * @param starving whether it has nothing on its way: then it is called when there is room
   * @return whether there was room
   */
  synchronized boolean take(Taker taker, int bytes, boolean starving) {
    boolean isItsTurn = waiting.isEmpty() || taker.equals(first());
    boolean fits = taken == 0 || taken + bytes <= most;
    if (isItsTurn && fits) {
      taken += bytes;
      waiting.remove(taker);
      call(first());
      return true;
    }
    if (starving) {
      waiting.add(taker);
    }
    return false;
  }

  /** The room of a run is free again. */
  synchronized void giveBack(int bytes) {
    taken -= bytes;
    call(first());
  }

  /** It wants nothing now. */
  synchronized void forget(Taker taker) {
    boolean wasFirst = taker.equals(first());
    if (waiting.remove(taker) && wasFirst) {
      call(first());
    }
  }

  /** Whether somebody waits. */
  synchronized boolean isShort() {
    return !waiting.isEmpty();
  }

  private @Nullable Taker first() {
    return waiting.isEmpty() ? null : waiting.getFirst();
  }

  /** On a thread of its own: it may be writing to a slow peer, and takes from here again. */
  private void call(@Nullable Taker taker) {
    if (taker != null && taken < most) {
      Thread.startVirtualThread(taker::help);
    }
  }
}
