// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/**
 * How fast one viewer got pieces of a node: mean and variance of the logarithm of bytes per second,
 * with forgetting, for speeds differ by factors.
 *
 * @param weight how many measurements this rests on, old and small ones counting less
 */
record Pace(float weight, float mean, float variance) {
  /** What a measurement counts after each later one: about the last sixteen count. */
  private static final double KEPT = 15.0 / 16;

  /** A transfer that counts fully: a piece of most bits. */
  private static final double FULL_WEIGHT_BYTES = 64 << 10;

  /** Less says more of the round trip than of the speed. */
  private static final long BYTES_MIN = 16 << 10;

  /** Before anything is known of how much it varies: by half as much again or a third less. */
  private static final double DEVIATION = 0.4;

  /** Of a normal distribution, 95 % is below so many deviations above the mean. */
  private static final double SURE_DEVIATIONS = 1.645;

  private static final double BYTES_PER_SECOND_MIN = 1;

  /** Of so many like measurements. */
  static Pace of(double weight, double mean) {
    return new Pace((float) weight, (float) mean, (float) (DEVIATION * DEVIATION));
  }

  /** What a measurement of so many bytes counts, 0 to 1. */
  static double counts(long bytes) {
    return bytes < BYTES_MIN ? 0 : Math.min(1, bytes / FULL_WEIGHT_BYTES);
  }

  /** The logarithm of a speed. */
  static double speed(long bytes, long millis) {
    return logarithm(bytes * 1000.0 / Math.max(1, millis));
  }

  static double logarithm(double bytesPerSecond) {
    return Math.log(Math.max(BYTES_PER_SECOND_MIN, bytesPerSecond));
  }

  /** With so many more, one after the other, of this mean. */
  Pace with(double counts, double speed) {
    double kept = Math.pow(KEPT, counts);
    double more = counts <= 1 ? counts : (1 - kept) / (1 - KEPT);
    double before = weight * kept;
    double now = before + more;
    double off = speed - mean;
    double newMean = mean + more / now * off;
    double newVariance = (before * variance + more * off * (speed - newMean)) / now;
    return new Pace((float) now, (float) newMean, (float) newVariance);
  }

  double bytesPerSecond() {
    return Math.exp(mean);
  }

  Score score() {
    if (weight <= 0) {
      return new Score(0, 0, Double.MAX_VALUE, 0);
    }
    double spread = (variance * weight + DEVIATION * DEVIATION) / (weight + 1);
    double off = SURE_DEVIATIONS * Math.sqrt(spread / weight);
    return new Score(Math.exp(mean), Math.exp(mean - off), Math.exp(mean + off), weight);
  }
}
