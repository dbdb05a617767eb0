// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.node.Limits;
import io.fractus.torrents.InfoHash;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The bits that the disk did not give when they were last read, and when each is tried again: soon
 * at first, for a cable that is loose, then ever more rarely, for a disk that dies. Thread-safe.
 */
public final class Doubts {
  private record Doubt(Duration pause, long dueNanos) {}

  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private final Map<InfoHash, Doubt> doubts = new HashMap<>();

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  Doubts(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Notes that a bit could not be read; whether that is news. */
  public synchronized boolean add(InfoHash bit) {
    Doubt before = doubts.get(bit);
    Duration pause =
        before == null ? Limits.UNREADABLE_RETRY_FIRST : longer(before.pause().multipliedBy(2));
    doubts.put(bit, new Doubt(pause, nanoClock.getAsLong() + pause.toNanos()));
    return before == null;
  }

  private static Duration longer(Duration pause) {
    return pause.compareTo(Limits.UNREADABLE_RETRY_MAX) < 0 ? pause : Limits.UNREADABLE_RETRY_MAX;
  }

  /** The bit was read, or is not held any more. */
  public synchronized void remove(InfoHash bit) {
    doubts.remove(bit);
  }

  public synchronized boolean contains(InfoHash bit) {
    return doubts.containsKey(bit);
  }

  /** All of them, in no order. */
  public synchronized Set<InfoHash> all() {
    return Set.copyOf(doubts.keySet());
  }

  public synchronized int size() {
    return doubts.size();
  }

  /**
   * Has all of them tried again in the next round: the node rested, and its owner may have mended
   * the disk.
   */
  public synchronized void makeDue() {
    long now = nanoClock.getAsLong();
    doubts.replaceAll((_, doubt) -> new Doubt(doubt.pause(), now));
  }

  /** Some that are to be tried again now. */
  public synchronized List<InfoHash> due(int most) {
    long now = nanoClock.getAsLong();
    return doubts.entrySet().stream()
        .filter(entry -> entry.getValue().dueNanos() - now <= 0)
        .map(Map.Entry::getKey)
        .limit(most)
        .toList();
  }
}
