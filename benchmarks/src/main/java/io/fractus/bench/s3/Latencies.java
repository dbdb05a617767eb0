// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long requests took.
 *
 * @param sorted each, in nanoseconds, ascending
 * @param wallNanos all of them, by the clock
 */
record Latencies(List<Long> sorted, long wallNanos) {
  /** Fewer than this have no percentile of 99: the slowest one is told instead. */
  private static final int P99_MIN = 100;

  Latencies {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("no request was answered");
    }
  }

  static Latencies of(List<Long> nanos, long wallNanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return new Latencies(List.copyOf(sorted), wallNanos);
  }

  /** Of two rounds together. */
  Latencies and(Latencies other) {
    List<Long> all = new ArrayList<>(sorted);
    all.addAll(other.sorted);
    return of(all, wallNanos + other.wallNanos);
  }

  double perSecond() {
    return sorted.size() / (wallNanos / 1e9);
  }

  double p50Millis() {
    return at(0.5);
  }

  /** The 99th of a hundred, or the slowest if there are too few. */
  double slowMillis() {
    return hasP99() ? at(0.99) : sorted.getLast() / 1e6;
  }

  boolean hasP99() {
    return sorted.size() >= P99_MIN;
  }

  private double at(double part) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * part))) / 1e6;
  }
}
