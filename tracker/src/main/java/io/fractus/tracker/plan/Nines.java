// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

/** Chances of failure as people say them: 4 nines is once in 10,000. Stateless. */
public final class Nines {
  /** What no chance goes beyond; a failure below 1e-300 is not computed. */
  public static final double MAX = 300;

  private Nines() {}

  /**
   * Nines of something that fails so often.
   *
   * @param failure a chance, or failures expected in a year; above 1 the nines are negative
   */
  public static double of(double failure) {
    if (!(failure >= 0)) {
      throw new IllegalArgumentException("failures are 0 or more, not " + failure);
    }
    return Math.min(MAX, -Math.log10(failure));
  }

  /** How often something with so many nines fails. */
  public static double failure(double nines) {
    return Math.pow(10, -nines);
  }
}
