// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import io.fractus.tracker.availability.Beta;

/**
 * How often something goes well: Beta with forgetting, from a prior that holds every share for as
 * likely. Pure; stateless.
 */
final class Share {
  /**
   * What an observation counts after each later one: the last 64 make the score, so that a long
   * good record shelters nobody.
   */
  static final double KEPT = 63.0 / 64;

  /** What is sure is so with this chance. */
  static final double SURE = 0.95;

  private Share() {}

  static Score score(double good, double bad) {
    double alpha = good + 1;
    double beta = bad + 1;
    return new Score(
        alpha / (alpha + beta),
        Beta.quantile(alpha, beta, 1 - SURE),
        Beta.quantile(alpha, beta, SURE),
        good + bad);
  }

  static boolean isSurelyBelow(double good, double bad, double share) {
    return Beta.cumulative(good + 1, bad + 1, share) >= SURE;
  }

  static boolean isSurelyAbove(double good, double bad, double share) {
    return Beta.cumulative(good + 1, bad + 1, share) <= 1 - SURE;
  }
}
