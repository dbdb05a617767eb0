// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import org.jspecify.annotations.Nullable;

/** How fast a node lately was, in bytes per second. One thread measures at a time. */
final class Speed {
  /** Weight of the newest measurement: about the last ten count. */
  private static final double NEWEST = 0.2;

  /** A transfer that weighs so much; a smaller one tells less and weighs less. */
  private static final double FULL_WEIGHT_BYTES = 1 << 20;

  /** Less says more of the round trip than of the speed. */
  private static final long BYTES_MIN = 16 << 10;

  private volatile double bytesPerSecond;
  private volatile long measured;

  Speed(double bytesPerSecond, long measured) {
    this.bytesPerSecond = bytesPerSecond;
    this.measured = measured;
  }

  /** Takes in a measurement; returns its speed, 0 if it says nothing. */
  long measure(long bytes, long millis) {
    if (bytes < BYTES_MIN) {
      return 0;
    }
    double speed = bytes * 1000.0 / Math.max(1, millis);
    double weight = NEWEST * Math.min(1, bytes / FULL_WEIGHT_BYTES);
    double before = bytesPerSecond;
    bytesPerSecond = before + (measured == 0 ? 1 : weight) * (speed - before);
    long one = measured + 1;
    measured = one;
    return (long) speed;
  }

  /** Null if it was never measured. */
  @Nullable Double recent() {
    return measured == 0 ? null : bytesPerSecond;
  }

  /** The speed of a transfer, 0 if it says nothing. */
  static long of(long bytes, long millis) {
    return bytes < BYTES_MIN ? 0 : (long) (bytes * 1000.0 / Math.max(1, millis));
  }

  double bytesPerSecond() {
    return bytesPerSecond;
  }

  long measured() {
    return measured;
  }
}
