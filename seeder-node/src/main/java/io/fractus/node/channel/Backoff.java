// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: after a tracker's restart its nodes come back spread out.
 *
 * @param first the longest first wait
 * @param max the longest wait
 */
public record Backoff(Duration first, Duration max) {
  private static final int DOUBLINGS_MAX = 20;

  public Backoff {
    if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff must be 0 < first <= max, is " + first + ", " + max);
    }
  }

  /**
   * How long to wait now: anything from 1 ms to the bound.
   *
   * @param failures one after the other so far, at least 1
   */
  public Duration delay(int failures, RandomGenerator random) {
    long bound = first.toMillis() << Math.clamp(failures - 1L, 0, DOUBLINGS_MAX);
    return Duration.ofMillis(random.nextLong(1, Math.min(bound, max.toMillis()) + 1));
  }
}
