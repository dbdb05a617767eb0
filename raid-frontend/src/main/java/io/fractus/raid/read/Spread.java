// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

/**
 * How far times scatter around what was typical when they were measured: a histogram of their
 * ratio, in which what is old counts ever less. Not thread-safe.
 */
final class Spread {
  /** Buckets of a doubling: a step is 19 %. */
  private static final int PER_OCTAVE = 4;

  /** From a sixteenth of what is typical to 256 times as long. */
  private static final int BELOW = 4 * PER_OCTAVE;

  private static final int BUCKETS = 12 * PER_OCTAVE;

  private final float[] weights = new float[BUCKETS];
  private final float memory;
  private float sum;

  /**
   * An empty one.
   *
   * @param measurements about so many of the last ones count
   */
  Spread(int measurements) {
    this.memory = 1 - 1f / measurements;
  }

  /**
   * Adds one.
   *
   * @param ratio of the time to what was typical
   */
  void add(double ratio) {
    sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] *= memory;
      sum += weights[i];
    }
    int bucket = BELOW + (int) Math.floor(PER_OCTAVE * Math.log(ratio) / Math.log(2));
    weights[Math.clamp(bucket, 0, BUCKETS - 1)]++;
    sum++;
  }

  /** Whether there are enough measurements to say anything. */
  boolean isKnown() {
    return sum >= ReadLimits.SPREAD_KNOWN_FROM;
  }

  /** The ratio that this share of times does not exceed, at least 1. */
  double quantile(double share) {
    double wanted = share * sum;
    double below = 0;
    int bucket = 0;
    while (bucket < BUCKETS - 1 && below + weights[bucket] < wanted) {
      below += weights[bucket];
      bucket++;
    }
    return Math.max(1, Math.pow(2, (bucket + 1 - BELOW) / (double) PER_OCTAVE));
  }
}
