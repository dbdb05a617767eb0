// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How much more or less than its class a node is here: a number that is added to the log odds of
 * all hours, and what is believed of it. Immutable.
 */
final class Level {
  /*
   * Bayes' rule on a grid. Before anything was seen nodes of a class differ as NodeClass says, and
   * one of ten is none of the class that it names. What was seen counts as PER_DAY observations a
   * day: who is away in one hour is mostly away in the next one too, and a day or two have one
   * fate.
   */

  /** The share of nodes that are none of their class, and how much these differ. */
  private static final double ODD_ONES = 0.1;

  private static final double ODD_SPREAD = 3;

  /** Observations that a day counts for. */
  private static final double PER_DAY = 0.7;

  private static final double HOURS_PER_DAY = 24;

  /** The grid: from minus to plus so much, in such steps. */
  private static final double MOST = 10;

  private static final double STEP = 0.25;
  private static final int POINTS = (int) (2 * MOST / STEP) + 1;

  /** No class is surer than that, so no evidence has a chance of none. */
  private static final double CHANCE_MAX = 1 - 1e-9;

  /** By what the odds of being away are divided at each point. */
  private static final double[] FACTORS = new double[POINTS];

  /** For each class and point the logarithm of how likely that is of a node, up to a constant. */
  private static final Map<NodeClass, double[]> PRIORS = new EnumMap<>(NodeClass.class);

  static {
    for (int point = 0; point < POINTS; point++) {
      FACTORS[point] = Math.exp(at(point));
    }
    for (NodeClass kind : NodeClass.values()) {
      double[] priors = new double[POINTS];
      Arrays.setAll(priors, point -> prior(kind, at(point)));
      PRIORS.put(kind, priors);
    }
  }

  /** The chance of each point of the grid, 1 in all. */
  private final double[] chances = new double[POINTS];

  /** The share of time for which it is here then; grows from point to point. */
  private final double[] shares;

  private Level(double[] shares) {
    this.shares = shares;
  }

  /**
   * What is believed after that was seen.
   *
   * @param odds the log odds of the class in each hour
   */
  static Level of(NodeClass kind, double[] odds, WeekEvidence seen) {
    Level level = new Level(shares(odds, seen));
    double perHour = PER_DAY / HOURS_PER_DAY;
    double here = seen.here() * perHour;
    double away = (seen.watched() - seen.here()) * perHour;
    double[] priors = Objects.requireNonNull(PRIORS.get(kind));
    double[] logs = new double[POINTS];
    double most = Double.NEGATIVE_INFINITY;
    for (int point = 0; point < POINTS; point++) {
      double share = level.shares[point];
      logs[point] = priors[point] + here * Math.log(share) + away * Math.log1p(-share);
      most = Math.max(most, logs[point]);
    }
    double sum = 0;
    for (int point = 0; point < POINTS; point++) {
      level.chances[point] = Math.exp(logs[point] - most);
      sum += level.chances[point];
    }
    for (int point = 0; point < POINTS; point++) {
      level.chances[point] /= sum;
    }
    return level;
  }

  /** What it is above of with all but that chance. */
  double quantile(double chance) {
    double below = 0;
    for (int point = 0; point < POINTS; point++) {
      double upTo = below + chances[point];
      if (upTo >= chance) {
        return at(point) + STEP * ((chance - below) / chances[point] - 0.5);
      }
      below = upTo;
    }
    return MOST;
  }

  /** What gives the share of time that is expected. */
  double expected() {
    double share = 0;
    for (int point = 0; point < POINTS; point++) {
      share += chances[point] * shares[point];
    }
    int after = 1;
    while (after < POINTS - 1 && shares[after] < share) {
      after++;
    }
    double between = (share - shares[after - 1]) / (shares[after] - shares[after - 1]);
    return at(after - 1) + STEP * between;
  }

  private static double at(int point) {
    return point * STEP - MOST;
  }

  /** The logarithm of how likely a level is of nodes of that class, up to a constant. */
  private static double prior(NodeClass kind, double level) {
    double from = level - kind.levelMean();
    return Math.log(
        (1 - ODD_ONES) * density(from, kind.levelSpread()) + ODD_ONES * density(from, ODD_SPREAD));
  }

  private static double density(double x, double spread) {
    return Math.exp(-x * x / (2 * spread * spread)) / spread;
  }

  /** For each point of the grid the share of the hours watched; of all hours, if there are none. */
  private static double[] shares(double[] odds, WeekEvidence seen) {
    double watched = seen.watched();
    double[] shares = new double[POINTS];
    double weight = 0;
    for (int hour = 0; hour < odds.length; hour++) {
      weight += watched > 0 ? seen.watched(hour) / watched : 1.0 / odds.length;
      // Most hours are as likely as the one after them.
      if (hour == odds.length - 1 || odds[hour] != odds[hour + 1]) {
        double away = Math.exp(-odds[hour]);
        for (int point = 0; point < POINTS; point++) {
          shares[point] += weight / (1 + away / FACTORS[point]);
        }
        weight = 0;
      }
    }
    for (int point = 0; point < POINTS; point++) {
      shares[point] = Math.min(shares[point], CHANCE_MAX);
    }
    return shares;
  }
}
