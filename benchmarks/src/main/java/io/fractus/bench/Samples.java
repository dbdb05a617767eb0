// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.util.Arrays;

/** Durations of one case, in milliseconds. Not thread-safe. */
public final class Samples {
  private final double[] millis;
  private int count;

  /** Room for so many. */
  public Samples(int max) {
    this.millis = new double[max];
  }

  /** Adds one, given in nanoseconds. */
  public void addNanos(long nanos) {
    addMillis(nanos / 1e6);
  }

  /** Adds one. */
  public void addMillis(double one) {
    millis[count++] = one;
  }

  /** The one in the middle, or the mean of the two. */
  public double median() {
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
  }
}
