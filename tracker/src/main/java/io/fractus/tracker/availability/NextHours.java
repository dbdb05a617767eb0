// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * Whether a node will be here soon: as it is now at first, as its week says later. Stateless.
 *
 * <p>The state of now counts (s + t) / (s + t + d) after d hours, where t is how long it has lasted
 * and s is how long a state of that class must last to be believed: what has lasted goes on
 * lasting, as with sessions of all traces. Mickens and Noble (NSDI 2006) found that no more than
 * the two are needed.
 */
public final class NextHours {
  private NextHours() {}

  /**
   * The chance that it is here in so many hours.
   *
   * @param hour of the week now
   * @param isHere whether it is here now
   * @param sinceHours how long that has been so, 0 or more
   * @param aheadHours 0 or more
   */
  public static double chance(
      NodeClass kind,
      WeekAvailability week,
      int hour,
      boolean isHere,
      double sinceHours,
      double aheadHours) {
    if (!(sinceHours >= 0 && aheadHours >= 0)) {
      throw new IllegalArgumentException(
          "hours are 0 or more, not %s and %s".formatted(sinceHours, aheadHours));
    }
    double lasting = kind.settlingHours() + sinceHours;
    double same = lasting / (lasting + aheadHours);
    double then = week.at(Math.floorMod(hour + (int) aheadHours, WeekEvidence.HOURS));
    return same * (isHere ? 1 : 0) + (1 - same) * then;
  }
}
