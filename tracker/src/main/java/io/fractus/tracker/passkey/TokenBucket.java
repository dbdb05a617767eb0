// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.passkey;

/** Lets through so many in a minute and so many at once. Thread-safe. */
final class TokenBucket {
  private static final double MILLIS_PER_MINUTE = 60_000;

  private final int perMinute;
  private final int burst;
  private double tokens;
  private long last = Long.MIN_VALUE;

  TokenBucket(int perMinute, int burst) {
    this.perMinute = perMinute;
    this.burst = burst;
    this.tokens = burst;
  }

  synchronized boolean take(long nowMillis) {
    if (last != Long.MIN_VALUE && nowMillis > last) {
      tokens = Math.min(burst, tokens + (nowMillis - last) * perMinute / MILLIS_PER_MINUTE);
    }
    last = Math.max(last, nowMillis);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
