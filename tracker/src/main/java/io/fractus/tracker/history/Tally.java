// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.EnumMap;
import java.util.Map;

/** Sums that grow: {@link Totals} in the making, at most 600 bytes. Not thread-safe. */
final class Tally {
  private final Map<Count, Long> values;

  Tally() {
    this(new EnumMap<>(Count.class));
  }

  private Tally(Map<Count, Long> values) {
    this.values = values;
  }

  /** Adds to a sum, or raises a maximum. */
  void add(Count count, long value) {
    if (value != 0) {
      values.merge(count, value, count.isMaximum() ? Math::max : Long::sum);
    }
  }

  void add(Tally other) {
    other.values.forEach(this::add);
  }

  /** Takes from a sum, never below nothing; returns how much that was. */
  long take(Count count, long value) {
    long taken = Math.min(get(count), value);
    values.put(count, get(count) - taken);
    return taken;
  }

  long get(Count count) {
    return values.getOrDefault(count, 0L);
  }

  boolean isEmpty() {
    return values.values().stream().allMatch(value -> value == 0);
  }

  Tally copy() {
    return new Tally(new EnumMap<>(values));
  }

  Totals totals() {
    return new Totals(
        get(Count.OBSERVED_MS),
        get(Count.HERE_MS),
        get(Count.UP_BYTES),
        get(Count.UP_MS),
        get(Count.UP_SPEED_MAX),
        get(Count.DOWN_BYTES),
        get(Count.DOWN_MS),
        get(Count.DOWN_SPEED_MAX),
        (int) get(Count.JOINS),
        (int) get(Count.LOSSES),
        (int) get(Count.PROBES_SERVED),
        (int) get(Count.PROBES_FAILED),
        (int) get(Count.AUDITS_PASSED),
        (int) get(Count.AUDITS_FAILED),
        (int) get(Count.SERVED),
        (int) get(Count.SLOW),
        (int) get(Count.UNREACHABLE),
        (int) get(Count.CORRUPT),
        (int) get(Count.MISSING),
        (int) get(Count.LOST));
  }
}
