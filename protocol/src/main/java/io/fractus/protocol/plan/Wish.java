// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

/**
 * What somebody wants of their objects.
 *
 * @param availability that a stripe can be read in the worst hour of its week, 0 to below 1
 * @param durability nines a year that a stripe is not lost
 * @param overheadMax bytes stored for each byte of data, at most
 */
public record Wish(double availability, double durability, double overheadMax) {
  /** Nines beyond this are fiction: sites, software and people fail more often. */
  public static final double DURABILITY_MAX = 30;

  public Wish {
    if (!(availability >= 0 && availability < 1)) {
      throw new IllegalArgumentException(
          "availability is a share from 0 to below 1 such as 0.9999, not " + availability);
    }
    if (!(durability >= 0 && durability <= DURABILITY_MAX)) {
      throw new IllegalArgumentException(
          "durability is in nines a year, 0 to %.0f, not %s".formatted(DURABILITY_MAX, durability));
    }
    if (!(overheadMax >= 1)) {
      throw new IllegalArgumentException("overhead is at least 1, not " + overheadMax);
    }
  }

  /** Whether a choice gives all of it. */
  public boolean isMetBy(Choice choice) {
    return isAffordable(choice.overhead()) && isReadable(choice) && isDurable(choice);
  }

  /** Whether that overhead is not too much. */
  public boolean isAffordable(double overhead) {
    return overhead <= overheadMax;
  }

  /** Whether a choice can be read as often as is wished. */
  public boolean isReadable(Choice choice) {
    return choice.unavailableWorstHour() <= unavailable();
  }

  /** Whether a choice is lost as seldom as is wished. */
  public boolean isDurable(Choice choice) {
    return choice.durability() >= durability;
  }

  /**
   * How often it may be unreadable: the rounding of 1 - 0.9999 must not refuse what has just that.
   */
  public double unavailable() {
    return (1 - availability) * (1 + 1e-9);
  }
}
