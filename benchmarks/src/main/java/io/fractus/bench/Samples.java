// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.util.Arrays;

/** Durations of one case, in milliseconds. Not thread-safe. */
final class Samples {
  private final double[] millis;
  private int count;

  Samples(int max) {
    this.millis = new double[max];
  }

  void addNanos(long nanos) {
    millis[count++] = nanos / 1e6;
  }

  double median() {
    double[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
  }
}
