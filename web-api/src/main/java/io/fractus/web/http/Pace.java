// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

/**
 * How much a client sent or took in the time that was spent waiting for it. What the gateway itself
 * takes is not counted. A new window begins when one is full, so that nobody saves up by being fast
 * first. Not thread-safe.
 */
final class Pace {
  private final long windowNanos;
  private final long due;
  private long waited;
  private long bytes;

  Pace(Patience patience) {
    windowNanos = patience.window().toNanos();
    due = (long) (patience.bytesPerSecond() * (patience.window().toMillis() / 1_000.0));
  }

  /**
   * Whether it is fast enough after one more wait.
   *
   * @param nanos how long that was
   * @param count bytes that came or went, or less than none at an end
   */
  boolean keptAfter(long nanos, long count) {
    waited += nanos;
    bytes += Math.max(0, count);
    if (waited < windowNanos) {
      return true;
    }
    boolean kept = bytes >= due || count < 0;
    waited = 0;
    bytes = 0;
    return kept;
  }
}
