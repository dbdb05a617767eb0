// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

/**
 * The budget of a bit: B = sum over its copies of -ln(1 - a), where a is the availability of the
 * copy's node, so that the bit misses with the chance exp(-B). It adds up over copies, which
 * chances do not. In nats: a node of 0.99 has 4.61, one of 0.5 has 0.69. Stateless.
 *
 * <p>Giving all bits of a stripe the same budget is best to leading order: what a stripe loses is
 * about the elementary symmetric polynomial of degree m + 1 of the misses, which for a given
 * product of them is least when they are equal (Maclaurin's inequality).
 */
public final class Budget {
  /** Halvings of an interval of budgets: to the last place of a double. */
  private static final int HALVINGS = 60;

  /** Above every budget that is asked for: a bit that misses with 1e-300. */
  private static final double MAX = 690;

  private Budget() {}

  /** What a copy on a node of that availability adds, 0 to infinity. */
  public static double of(double availability) {
    if (!(availability >= 0 && availability <= 1)) {
      throw new IllegalArgumentException("availability is from 0 to 1, not " + availability);
    }
    return -Math.log1p(-availability);
  }

  /** How often a bit with that budget misses. */
  public static double miss(double budget) {
    return Math.exp(-budget);
  }

  /**
   * The least budget with which a stripe of like bits is unavailable no more often than that.
   *
   * @param unavailable above 0 and below 1
   */
  public static double needed(int dataBits, int parityBits, double unavailable) {
    if (!(unavailable > 0 && unavailable < 1)) {
      throw new IllegalArgumentException("a target is between 0 and 1, not " + unavailable);
    }
    double low = 0;
    double high = MAX;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double lost = MissTail.over(parityBits, dataBits + parityBits, miss(middle));
      if (lost > unavailable) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
