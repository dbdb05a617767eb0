// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Bits to repair, those that are at the greatest risk first; of more than it can hold those at the
 * least risk are left out, for a later look at their nodes to find again. A bit that could not be
 * repaired now can wait in it. Each step takes the logarithm of its length. Pure; not thread-safe.
 */
public final class RepairQueue {
  private static final Comparator<Entry> BY_RISK =
      Comparator.comparing(Entry::urgency)
          .thenComparingDouble(Entry::days)
          .thenComparingLong(Entry::bit);

  private static final Comparator<Waiting> BY_TIME =
      Comparator.comparing(Waiting::until).thenComparingLong(waiting -> waiting.entry().bit());

  private final int max;
  private final TreeSet<Entry> ready = new TreeSet<>(BY_RISK);
  private final TreeSet<Waiting> waiting = new TreeSet<>(BY_TIME);
  private final Map<Long, Entry> readyOf = new HashMap<>();
  private final Map<Long, Waiting> waitingOf = new HashMap<>();
  private final EnumMap<Urgency, Integer> sizes = new EnumMap<>(Urgency.class);

  /**
   * A bit to repair.
   *
   * @param bit its row
   * @param footprint bytes of a copy
   * @param urgency how soon
   * @param days to its loss, to be expected
   */
  public record Entry(long bit, long footprint, Urgency urgency, double days) {}

  private record Waiting(Entry entry, Instant until) {}

  /** A queue for at most so many bits. */
  public RepairQueue(int max) {
    this.max = max;
  }

  /** Puts a bit in its place; one that waits goes on waiting, unless it became more urgent. */
  public void offer(Entry entry) {
    Waiting before = waitingOf.get(entry.bit());
    if (before != null && before.entry().urgency().compareTo(entry.urgency()) <= 0) {
      return;
    }
    remove(entry.bit());
    if (size() >= max) {
      if (ready.isEmpty() || BY_RISK.compare(ready.last(), entry) <= 0) {
        return;
      }
      remove(ready.last().bit());
    }
    ready.add(entry);
    readyOf.put(entry.bit(), entry);
    sizes.merge(entry.urgency(), 1, Integer::sum);
  }

  /** Takes the bit at the greatest risk that is after another one, or the first of all. */
  public Optional<Entry> first(Instant now) {
    while (!waiting.isEmpty() && !waiting.first().until().isAfter(now)) {
      Entry due = waiting.first().entry();
      remove(due.bit());
      offer(due);
    }
    return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first());
  }

  /** The next one that is ready. */
  public Optional<Entry> after(Entry entry) {
    return Optional.ofNullable(ready.higher(entry));
  }

  /** Leaves a bit alone until then. */
  public void park(Entry entry, Instant until) {
    remove(entry.bit());
    if (size() < max) {
      Waiting parked = new Waiting(entry, until);
      waiting.add(parked);
      waitingOf.put(entry.bit(), parked);
      sizes.merge(entry.urgency(), 1, Integer::sum);
    }
  }

  /** Lets a bit wait no longer, if it does. */
  public void retry(long bit) {
    Waiting parked = waitingOf.get(bit);
    if (parked != null) {
      remove(bit);
      offer(parked.entry());
    }
  }

  /** Takes out a bit, if it is there. */
  public void remove(long bit) {
    Entry entry = readyOf.remove(bit);
    if (entry != null) {
      ready.remove(entry);
      sizes.merge(entry.urgency(), -1, Integer::sum);
    }
    Waiting parked = waitingOf.remove(bit);
    if (parked != null) {
      waiting.remove(parked);
      sizes.merge(parked.entry().urgency(), -1, Integer::sum);
    }
  }

  /** How many bits are in it. */
  public int size() {
    return ready.size() + waiting.size();
  }

  /** How many of these could not be repaired when they were tried. */
  public int parked() {
    return waiting.size();
  }

  /** How many bits of each urgency are in it. */
  public Map<Urgency, Integer> sizes() {
    return Map.copyOf(sizes);
  }
}
