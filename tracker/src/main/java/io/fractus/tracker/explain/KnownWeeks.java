// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import io.fractus.tracker.availability.WeekAvailability;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The weeks of nodes that were asked about in this hour, so that an object of a thousand stripes
 * costs one estimate a node and not one a copy. Thread-safe.
 */
public final class KnownWeeks {
  /** Nodes that are remembered, those asked for last: 300 bytes each. */
  static final int NODES_MAX = 16_384;

  private static final int SECONDS_PER_HOUR = 3_600;

  private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  private record Known(long hour, WeekAvailability week) {}

  /**
   * What is known of a node.
   *
   * @param estimate makes it, if it was not made in this hour
   */
  public WeekAvailability of(long node, Instant now, Supplier<WeekAvailability> estimate) {
    long hour = now.getEpochSecond() / SECONDS_PER_HOUR;
    synchronized (known) {
      Known before = known.get(node);
      if (before != null && before.hour() == hour) {
        return before.week();
      }
    }
    WeekAvailability week = estimate.get();
    synchronized (known) {
      known.put(node, new Known(hour, week));
      if (known.size() > NODES_MAX) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return week;
  }

  int size() {
    synchronized (known) {
      return known.size();
    }
  }
}
