// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import java.time.Duration;

/**
 * So many at once, and one more every so often. Pure: time is what callers say it is, in
 * milliseconds. Not thread-safe.
 */
final class TokenBucket {
  private final long millisPerToken;
  private final long burst;
  private long fullAt;

  /**
   * @param every how long one token takes to come
   * @param burst how many there are at most
   */
  TokenBucket(Duration every, int burst) {
    this.millisPerToken = every.toMillis();
    this.burst = burst;
  }

  /** Whether one could be taken. */
  boolean has(long now) {
    return fullAt - now <= (burst - 1) * millisPerToken;
  }

  /** Takes one, which must be there. */
  void take(long now) {
    fullAt = Math.max(fullAt, now) + millisPerToken;
  }

  /** Whether it is as full as a new one. */
  boolean isFull(long now) {
    return fullAt <= now;
  }
}
