// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.util.function.ToDoubleFunction;

/** What is believed of a node's week after what was seen of it. Stateless. */
public final class Estimator {
  /*
   * Three steps, each of which lets evidence speak as far as it goes.
   *
   * 1. Level. How much more or less than its class the node is here (Level has the formula). What
   *    is planned with is the LOW_LEVEL quantile of what may be so, not the likeliest: many a
   *    server that goes away once a week is not seen away in its first two.
   * 2. Shape. The profile of the class, its log odds shifted by that number.
   * 3. Hour. That shape counts as so many observations of each hour as make the hours seen most
   *    likely (a beta-binomial likelihood): many for a node that does as its class does, few for
   *    one that has hours of its own, or lives in another zone. What was seen of the hour is added,
   *    and the BOUND quantile of the resulting Beta distribution is what is planned with.
   *
   * So a node that is new looks worse than its class, and must be seen to look better: vetting
   * needs no rule of its own. CalibrationTest holds the bound against lives as they were measured.
   */

  /** The quantile that is planned with: at least nine of ten hours are better than said. */
  public static final double BOUND = 0.10;

  /** The quantile of its level that is planned with. */
  private static final double LOW_LEVEL = 0.25;

  /** What the shape counts for in each hour before anything was seen, in observations. */
  private static final double BELIEF = 10;

  private static final double HOURS_PER_OBSERVATION = 24;
  private static final double[] BELIEFS = {2, 5, 10, 20, 40};
  private static final double CHANCE_MIN = 0.001;
  private static final double CHANCE_MAX = 0.9999;

  private Estimator() {}

  /**
   * The low bound of a node's week.
   *
   * @param zoneHours by how many hours the clock of the node is ahead of UTC
   */
  public static WeekAvailability bound(NodeClass kind, int zoneHours, WeekEvidence seen) {
    double[] shape = lowShape(kind, zoneHours, seen);
    double belief = belief(shape, seen);
    return WeekAvailability.of(hour ->
        Beta.quantile(
            belief * shape[hour] + seen.here(hour),
            belief * (1 - shape[hour]) + seen.watched(hour) - seen.here(hour),
            BOUND));
  }

  /**
   * The same in parts of four hours. Costs a third: of the hours of a part only those are looked at
   * that may be its worst.
   */
  public static FourHours boundOfFourHours(NodeClass kind, int zoneHours, WeekEvidence seen) {
    double[] shape = lowShape(kind, zoneHours, seen);
    double belief = belief(shape, seen);
    double[] here = new double[shape.length];
    double[] away = new double[shape.length];
    for (int hour = 0; hour < shape.length; hour++) {
      here[hour] = belief * shape[hour] + seen.here(hour);
      away[hour] = belief * (1 - shape[hour]) + seen.watched(hour) - seen.here(hour);
    }
    return FourHours.ofParts((first, last) -> {
      double worst = 1;
      for (int hour = first; hour <= last; hour++) {
        if (mayBeWorst(hour, first, last, here, away)) {
          worst = Math.min(worst, Beta.quantile(here[hour], away[hour], BOUND));
        }
      }
      return worst;
    });
  }

  /** Whether no other hour was seen less and missed more: then its quantile would be smaller. */
  private static boolean mayBeWorst(int hour, int first, int last, double[] here, double[] away) {
    for (int other = first; other <= last; other++) {
      boolean isWorse = here[other] <= here[hour] && away[other] >= away[hour];
      boolean isSame = here[other] == here[hour] && away[other] == away[hour];
      if (isWorse && (!isSame || other < hour)) {
        return false;
      }
    }
    return true;
  }

  /** What is expected of a node's week: for what shall be true on average, not for promises. */
  public static WeekAvailability mean(NodeClass kind, int zoneHours, WeekEvidence seen) {
    double[] shape = shape(kind, zoneHours, seen, Level::expected);
    double belief = belief(shape, seen);
    return WeekAvailability.of(
        hour -> (belief * shape[hour] + seen.here(hour)) / (belief + seen.watched(hour)));
  }

  private static double[] shape(
      NodeClass kind, int zoneHours, WeekEvidence seen, ToDoubleFunction<Level> choice) {
    double[] odds = new double[WeekEvidence.HOURS];
    for (int hour = 0; hour < odds.length; hour++) {
      double prior = kind.prior(Math.floorMod(hour + zoneHours, WeekEvidence.HOURS));
      odds[hour] = Math.log(prior / (1 - prior));
    }
    double level = choice.applyAsDouble(Level.of(kind, odds, seen));
    double[] shape = new double[odds.length];
    for (int hour = 0; hour < odds.length; hour++) {
      shape[hour] = Math.clamp(logistic(odds[hour] + level), CHANCE_MIN, CHANCE_MAX);
    }
    return shape;
  }

  /** The shape that is planned with. */
  private static double[] lowShape(NodeClass kind, int zoneHours, WeekEvidence seen) {
    return shape(kind, zoneHours, seen, level -> level.quantile(LOW_LEVEL));
  }

  /** How many observations of each hour the shape counts for. */
  private static double belief(double[] shape, WeekEvidence seen) {
    double most = BELIEF + seen.watched() / HOURS_PER_OBSERVATION;
    double best = BELIEF;
    double likeliest = likelihood(shape, seen, best);
    for (double belief : BELIEFS) {
      if (belief > most || belief == BELIEF) {
        continue;
      }
      double likelihood = likelihood(shape, seen, belief);
      if (likelihood > likeliest) {
        likeliest = likelihood;
        best = belief;
      }
    }
    return best;
  }

  /**
   * The logarithm of how likely the hours seen are, up to what does not depend on the belief: for
   * each hour ln B(a + here, b + away) - ln B(a, b), where a + b is the belief. Most hours have
   * terms in common with the one before.
   */
  private static double likelihood(double[] shape, WeekEvidence seen, double belief) {
    double whole = Beta.logGamma(belief);
    double sum = 0;
    double ofShape = -1;
    double ofWatched = -1;
    double alphas = 0;
    double betas = 0;
    double all = 0;
    for (int hour = 0; hour < shape.length; hour++) {
      double watched = seen.watched(hour);
      if (watched == 0) {
        continue;
      }
      double alpha = belief * shape[hour];
      double beta = belief - alpha;
      if (shape[hour] != ofShape) {
        ofShape = shape[hour];
        alphas = Beta.logGamma(alpha);
        betas = Beta.logGamma(beta);
      }
      if (watched != ofWatched) {
        ofWatched = watched;
        all = whole - Beta.logGamma(belief + watched);
      }
      double here = seen.here(hour);
      sum += all;
      sum += here > 0 ? Beta.logGamma(alpha + here) - alphas : 0;
      sum += here < watched ? Beta.logGamma(beta + watched - here) - betas : 0;
    }
    return sum;
  }

  private static double logistic(double odds) {
    return 1 / (1 + Math.exp(-odds));
  }
}
