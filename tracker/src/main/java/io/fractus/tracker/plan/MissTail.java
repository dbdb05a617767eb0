// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import java.util.Arrays;

/**
 * The chance that more bits of a stripe miss than its parity makes up for: the upper tail of the
 * Poisson-binomial distribution. Stateless.
 */
public final class MissTail {
  /*
   * misses[j] is the chance that j of the bits seen so far miss, for j up to what may miss; a bit
   * that misses when that many do already moves its chance into `lost`, which nothing leaves. All
   * terms are products and sums of numbers that are not negative, so nothing cancels: the relative
   * error is below 4 n units in the last place, 1e-13 for the widest stripe. Bits that hardly ever
   * miss come first, so that small terms are summed before large ones. A tail below 1e-300 may come
   * out as 0, which is beyond anything that is promised.
   *
   * Wang, On the number of successes in independent trials, Statistica Sinica 3, 1993, has the
   * recursion; that it is computed over misses and absorbs is ours.
   */

  private MissTail() {}

  /**
   * The chance that more than {@code allowed} of the bits miss, each independently of the others.
   *
   * @param allowed how many may, 0 or more: the parity bits of a stripe
   * @param misses for each bit the chance that it does, 0 to 1; is not changed
   * @return 0 to 1, of a cost of bits times allowed
   */
  public static double over(int allowed, double[] misses) {
    if (allowed < 0) {
      throw new IllegalArgumentException("at least 0 bits may miss, not " + allowed);
    }
    if (allowed >= misses.length) {
      return 0;
    }
    double[] sorted = misses.clone();
    Arrays.sort(sorted);
    checkChance(sorted[0]);
    checkChance(sorted[sorted.length - 1]);
    double[] missing = new double[allowed + 1];
    missing[0] = 1;
    double lost = 0;
    for (double miss : sorted) {
      lost += missing[allowed] * miss;
      for (int j = allowed; j > 0; j--) {
        missing[j] = missing[j] * (1 - miss) + missing[j - 1] * miss;
      }
      missing[0] *= 1 - miss;
    }
    return Math.min(1, lost);
  }

  /** The same for bits that are alike. */
  public static double over(int allowed, int bits, double miss) {
    double[] misses = new double[bits];
    Arrays.fill(misses, miss);
    return over(allowed, misses);
  }

  private static void checkChance(double chance) {
    if (!(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException("a chance is from 0 to 1, not " + chance);
    }
  }
}
