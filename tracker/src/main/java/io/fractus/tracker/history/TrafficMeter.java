// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What all nodes together sent and fetched in the last ten minutes, by ten seconds. Pure: time is
 * what callers say it is, in milliseconds of the steady clock. Thread-safe.
 */
final class TrafficMeter {
  static final int SLOTS = 60;
  static final long SLOT_MS = 10_000;

  private final long[] starts = new long[SLOTS];
  private final long[] up = new long[SLOTS];
  private final long[] down = new long[SLOTS];

  synchronized void add(Direction direction, long bytes, long now) {
    int slot = enter(now - Math.floorMod(now, SLOT_MS));
    switch (direction) {
      case UP -> up[slot] += bytes;
      case DOWN -> down[slot] += bytes;
    }
  }

  private int enter(long start) {
    int slot = Math.floorMod(start / SLOT_MS, SLOTS);
    if (starts[slot] != start) {
      starts[slot] = start;
      up[slot] = 0;
      down[slot] = 0;
    }
    return slot;
  }

  /**
   * All slots, oldest first; those without traffic too.
   *
   * @param ahead how far the clock that is shown is ahead of the steady one
   */
  synchronized List<CloudSummary.Traffic> last(long now, long ahead) {
    long newest = now - Math.floorMod(now, SLOT_MS);
    List<CloudSummary.Traffic> all = new ArrayList<>(SLOTS);
    for (int back = SLOTS - 1; back >= 0; back--) {
      long start = newest - back * SLOT_MS;
      int slot = Math.floorMod(start / SLOT_MS, SLOTS);
      boolean known = starts[slot] == start;
      all.add(
          new CloudSummary.Traffic(
              Instant.ofEpochMilli(start + ahead), known ? up[slot] : 0, known ? down[slot] : 0));
    }
    return all;
  }
}
