// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.util.function.IntToDoubleFunction;

/**
 * How likely a node is here in each hour of the week, from Monday 00:00 UTC: one byte an hour, 200
 * bytes in all. Immutable, thread-safe.
 */
public final class WeekAvailability {
  /*
   * A byte b from 0 to 255 stands for the log odds b / 16 - 7: from 0.0009 to 0.99987, each step
   * 6 % of the odds. What is stored is rounded down, never up, so a node is here at least as often
   * as is said of it.
   *
   *   object header and reference  16 bytes
   *   array header                 16 bytes
   *   hours                       168 bytes
   */

  private static final int STEPS_PER_UNIT = 16;
  private static final double LOWEST = -7;

  private static final double[] AVAILABILITY = new double[256];
  private static final double[] BUDGET = new double[256];

  static {
    for (int step = 0; step < AVAILABILITY.length; step++) {
      double odds = Math.exp(LOWEST + (double) step / STEPS_PER_UNIT);
      AVAILABILITY[step] = odds / (1 + odds);
      BUDGET[step] = Math.log1p(odds);
    }
    AVAILABILITY[0] = 0;
    BUDGET[0] = 0;
  }

  private final byte[] steps;

  private WeekAvailability(byte[] steps) {
    this.steps = steps;
  }

  /** Of chances from 0 to 1, given for each hour. */
  public static WeekAvailability of(IntToDoubleFunction chances) {
    byte[] steps = new byte[WeekEvidence.HOURS];
    for (int hour = 0; hour < steps.length; hour++) {
      double chance = chances.applyAsDouble(hour);
      if (!(chance >= 0 && chance <= 1)) {
        throw new IllegalArgumentException("hour %d has the chance %s".formatted(hour, chance));
      }
      steps[hour] = (byte) step(chance);
    }
    return new WeekAvailability(steps);
  }

  /** What stands for a chance in its byte. */
  static int step(double chance) {
    double exact = (Math.log(chance) - Math.log1p(-chance) - LOWEST) * STEPS_PER_UNIT;
    // So that what was read from here is written as the same step.
    return (int) Math.clamp(Math.floor(exact + 1e-9), 0, 255);
  }

  /** What stands for an hour in its byte. */
  int stepAt(int hour) {
    return Byte.toUnsignedInt(steps[hour]);
  }

  /** The chance that a byte stands for. */
  static double ofStep(int step) {
    return AVAILABILITY[step];
  }

  /** The chance that it is here then, 0 to 0.99987. */
  public double at(int hour) {
    return AVAILABILITY[Byte.toUnsignedInt(steps[hour])];
  }

  /** What a copy on it adds to the budget of a bit then: -ln(1 - a), in nats. */
  public double budget(int hour) {
    return BUDGET[Byte.toUnsignedInt(steps[hour])];
  }

  /** The mean over the week. */
  public double mean() {
    double sum = 0;
    for (int hour = 0; hour < steps.length; hour++) {
      sum += at(hour);
    }
    return sum / steps.length;
  }

  /** In the worst hour of the week. */
  public double worst() {
    return at(worstHour());
  }

  /** The hour in which it is least likely here, the first of several. */
  public int worstHour() {
    int worst = 0;
    for (int hour = 1; hour < steps.length; hour++) {
      worst = stepAt(hour) < stepAt(worst) ? hour : worst;
    }
    return worst;
  }
}
