// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/** What is believed of a node's week after what was seen of it. Stateless. */
public final class Estimator {
  /*
   * Three steps, each of which lets evidence speak as far as it goes.
   *
   * 1. Level. The node's share of time, shrunk towards its class: LEVEL observations of the class,
   *    and one for each day watched, since the hours of a day tell little more than one of them.
   * 2. Shape. The profile of the class, its log odds shifted by the one number with which it has
   *    that level over the hours watched: nodes of a class differ by about N(0, 0.6) in log odds.
   * 3. Hour. That shape counts as so many observations of each hour as make the hours seen most
   *    likely (a beta-binomial likelihood): many for a node that does as its class does, few for
   *    one that has hours of its own, or lives in another zone. What was seen of the hour is added,
   *    and the BOUND quantile of the resulting Beta distribution is what is planned with.
   *
   * So a node that is new looks worse than its class, and must be seen to look better: vetting
   * needs no rule of its own.
   */

  /** The quantile that is planned with: at least nine of ten hours are better than said. */
  public static final double BOUND = 0.10;

  /** What the class counts for in the level of a node, in days watched: nodes differ a lot. */
  private static final double LEVEL = 5;

  /** What the shape counts for in each hour before anything was seen, in observations. */
  private static final double BELIEF = 10;

  private static final double HOURS_PER_OBSERVATION = 24;
  private static final double[] BELIEFS = {2, 5, 10, 20, 40};
  private static final double CHANCE_MIN = 0.001;
  private static final double CHANCE_MAX = 0.9999;
  private static final double SHIFT_MAX = 10;

  /** Steps towards the shift of the shape: Newton's method needs five. */
  private static final int SHIFT_STEPS_MAX = 60;

  private static final double SHIFT_PRECISION = 1e-10;

  private Estimator() {}

  /**
   * The low bound of a node's week.
   *
   * @param zoneHours by how many hours the clock of the node is ahead of UTC
   */
  public static WeekAvailability bound(NodeClass kind, int zoneHours, WeekEvidence seen) {
    double[] shape = shape(kind, zoneHours, seen);
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
    double[] shape = shape(kind, zoneHours, seen);
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
    double[] shape = shape(kind, zoneHours, seen);
    double belief = belief(shape, seen);
    return WeekAvailability.of(
        hour -> (belief * shape[hour] + seen.here(hour)) / (belief + seen.watched(hour)));
  }

  private static double[] shape(NodeClass kind, int zoneHours, WeekEvidence seen) {
    double[] odds = new double[WeekEvidence.HOURS];
    double[] weights = new double[WeekEvidence.HOURS];
    double watched = seen.watched();
    double mean = 0;
    for (int hour = 0; hour < odds.length; hour++) {
      double prior = kind.prior(Math.floorMod(hour + zoneHours, WeekEvidence.HOURS));
      odds[hour] = Math.log(prior / (1 - prior));
      weights[hour] = watched > 0 ? seen.watched(hour) / watched : 1.0 / odds.length;
      mean += weights[hour] * prior;
    }
    double days = watched / HOURS_PER_OBSERVATION;
    double hereDays = seen.here() / HOURS_PER_OBSERVATION;
    double level = (LEVEL * mean + hereDays) / (LEVEL + days);
    double shift = watched > 0 ? shift(odds, weights, level) : 0;
    double[] shape = new double[odds.length];
    for (int hour = 0; hour < odds.length; hour++) {
      shape[hour] = Math.clamp(logistic(odds[hour] + shift), CHANCE_MIN, CHANCE_MAX);
    }
    return shape;
  }

  /** What is to be added to the log odds for the mean to be that; the mean grows with it. */
  private static double shift(double[] odds, double[] weights, double level) {
    double low = -SHIFT_MAX;
    double high = SHIFT_MAX;
    double at = 0;
    for (int i = 0; i < SHIFT_STEPS_MAX && high - low > SHIFT_PRECISION; i++) {
      double mean = 0;
      double slope = 0;
      double chance = 0;
      for (int hour = 0; hour < odds.length; hour++) {
        // Most hours are as likely as the one before.
        if (hour == 0 || odds[hour] != odds[hour - 1]) {
          chance = logistic(odds[hour] + at);
        }
        mean += weights[hour] * chance;
        slope += weights[hour] * chance * (1 - chance);
      }
      if (mean < level) {
        low = at;
      } else {
        high = at;
      }
      double next = at - (mean - level) / slope;
      if (!(next > low && next < high)) {
        next = (low + high) / 2;
      } else if (Math.abs(next - at) < SHIFT_PRECISION) {
        return next;
      }
      at = next;
    }
    return at;
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
