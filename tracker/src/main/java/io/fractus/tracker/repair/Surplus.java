// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.FourHours;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of too many copies goes. Stateless. */
public final class Surplus {
  /*
   * INVARIANT: as many copies as wanted stay without the one that goes, each complete, on a node
   * that is here, and seen to be right lately. So what came back never costs a copy before it was
   * looked at, and neither does what it came back to.
   *
   * The worst placed is what is in reserve. It goes if its own node has little space left: that of
   * the others would not grow by it.
   */

  private Surplus() {}

  /**
   * A complete copy on a node that is here.
   *
   * @param node where it is
   * @param site where that is
   * @param hours when that node is here
   * @param verified whether a piece of it was seen to be right lately
   * @param freeShare how much of its space that node has left, 0 to 1
   * @param isGuest whether that node is not of the group of the stripe, and others are
   */
  public record Held(
      long node,
      String site,
      FourHours hours,
      boolean verified,
      double freeShare,
      boolean isGuest) {
    boolean isCrowded() {
      return freeShare < RepairLimits.RESERVE_FREE_MIN;
    }
  }

  /** Whether one of these can go; then all that stay are right. */
  public static boolean canGo(List<Held> copies, int wanted) {
    return copies.stream().filter(Held::verified).count() >= wanted && copies.size() > wanted;
  }

  /**
   * The worst placed: one that was not seen to be right; else one on a site that has another; else
   * one outside of the group of its stripe; else the one without which the bit misses least.
   */
  public static Optional<Held> worst(List<Held> copies, int wanted) {
    if (!canGo(copies, wanted)) {
      return Optional.empty();
    }
    long verified = copies.stream().filter(Held::verified).count();
    return copies.stream()
        .filter(copy -> !copy.verified() || verified > wanted)
        .min(
            Comparator.comparing(Held::verified)
                .thenComparing(copy -> !sharesSite(copies, copy))
                .thenComparing(copy -> !copy.isGuest())
                .thenComparingDouble(copy -> missWithout(copies, copy))
                .thenComparingDouble(Held::freeShare)
                .thenComparingLong(Held::node));
  }

  /**
   * The same of copies that may stay in reserve: only where space is wanted. One that just did not
   * answer may be right, and what is wrong is for audits to find.
   */
  public static Optional<Held> worstToKeep(List<Held> copies, int wanted) {
    return worst(copies, wanted).filter(Held::isCrowded);
  }

  private static boolean sharesSite(List<Held> copies, Held copy) {
    return copies.stream().filter(other -> other.site().equals(copy.site())).count() > 1;
  }

  /** How often none of the others is here, worst hours counting most. */
  private static double missWithout(List<Held> copies, Held without) {
    double sum = 0;
    for (int part = 0; part < FourHours.PARTS; part++) {
      double miss = 1;
      for (Held copy : copies) {
        miss *= copy.node() == without.node() ? 1 : copy.hours().miss(part);
      }
      sum += miss * miss * miss * miss;
    }
    return sum;
  }
}
