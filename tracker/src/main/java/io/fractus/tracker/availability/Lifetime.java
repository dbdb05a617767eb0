// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * How long a node stays for good, by its class and how long it has stayed: a Lomax distribution of
 * shape 2, so the hazard is 2 / (age + L) a day, and what is to be expected yet is age + L, where L
 * is the lifetime of the class. Stateless.
 *
 * <p>Every trace of desktops and volunteers has a hazard that falls with age (Weibull shapes below
 * 1 throughout the Failure Trace Archive, Pareto tails in Bernard and Le Fessant 2009).
 */
public final class Lifetime {
  /** Beyond this age counts for nothing: machines are replaced after three to five years. */
  public static final double AGE_DAYS_MAX = 1_095;

  private Lifetime() {}

  /** Days that a node of that age stays yet, on average. */
  public static double residualDays(NodeClass kind, double ageDays) {
    return Math.clamp(ageDays, 0, AGE_DAYS_MAX) + kind.lifetimeDays();
  }

  /** The chance a day that it leaves for good. */
  public static double hazardPerDay(NodeClass kind, double ageDays) {
    return 2 / residualDays(kind, ageDays);
  }

  /** The chance that it leaves for good within a window. */
  public static double departure(NodeClass kind, double ageDays, double windowDays) {
    double residual = residualDays(kind, ageDays);
    double staying = residual / (residual + windowDays);
    // 1 - staying^2, without cancelling for short windows.
    return windowDays / (residual + windowDays) * (1 + staying);
  }
}
