// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

/**
 * How often a stripe is lost for good, by the window method: time is cut into windows as long as it
 * takes to notice that a node left and to repair; a stripe is lost in a window if more bits lose
 * all their copies in it than there is parity. Independent departures only: what takes many nodes
 * at once is not in it. Stateless.
 *
 * <p>The method is Backblaze's (Beach, Cloud storage durability, 2018), with the chance of a
 * departure from an exponential lifetime instead of its first term.
 */
public final class Durability {
  /** Days in a year. */
  public static final double YEAR_DAYS = 365;

  private Durability() {}

  /**
   * The chance that a node leaves for good within a window.
   *
   * @param lifetimeDays how long nodes of its kind stay yet, on average
   */
  public static double departure(double windowDays, double lifetimeDays) {
    if (!(windowDays > 0 && lifetimeDays > 0)) {
      throw new IllegalArgumentException(
          "windows and lifetimes are above 0 days, not %s and %s"
              .formatted(windowDays, lifetimeDays));
    }
    return -Math.expm1(-windowDays / lifetimeDays);
  }

  /**
   * Losses of a stripe expected in a year; above 1 if it would be lost more than once.
   *
   * @param gone for each bit the chance that all its copies leave within a window
   */
  public static double lossesPerYear(int parityBits, double[] gone, double windowDays) {
    return MissTail.over(parityBits, gone) * YEAR_DAYS / windowDays;
  }

  /** The same for a stripe of like bits on like nodes. */
  public static double lossesPerYear(
      int dataBits, int parityBits, int copies, double windowDays, double lifetimeDays) {
    double gone = Math.pow(departure(windowDays, lifetimeDays), copies);
    return MissTail.over(parityBits, dataBits + parityBits, gone) * YEAR_DAYS / windowDays;
  }
}
