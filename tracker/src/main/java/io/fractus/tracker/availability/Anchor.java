// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * From when on a node is reliable enough to carry a copy that availability counts on. Stateless.
 */
public final class Anchor {
  /*
   * One number, for plans promise what placement then does. It is of the power mean of the worst
   * hours and not of the single worst one, and well below what a good server is: servers that are
   * here for 0.98 to 0.999 of the time have a bound of 0.79 to 0.93 after three weeks, since that
   * is of the worst of four hours, each of which was seen three times; what is off at night has
   * less than half of that. 0.9 lies within what good servers have, and 0.75 between the kinds.
   */
  private static final double LEAST = 0.75;

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
