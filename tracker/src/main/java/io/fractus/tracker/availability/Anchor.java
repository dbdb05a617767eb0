// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * From when on a node is reliable enough to carry a copy that availability counts on. Stateless.
 */
public final class Anchor {
  /*
   * One number, for plans promise what placement then does. It is of the power mean of the worst
   * hours and not of the single worst one, and well below what a good server is: of servers that
   * are here for 0.98 to 0.999 of the time nine of ten have 0.7 to 0.95 after three weeks, since
   * that is of the worst of four hours, each of which was seen three times, and a low bound of it;
   * of offices nine of ten have less than 0.6, and what is off every night has less than 0.4.
   */
  private static final double LEAST = 0.65;

  private Anchor() {}

  /** Whether a node of that week is one, by its hours alone. */
  public static boolean is(FourHours hours) {
    return hours.inWorstHours() >= LEAST;
  }

  /** The same by all hours. */
  public static boolean is(WeekAvailability week) {
    return is(FourHours.of(week));
  }
}
