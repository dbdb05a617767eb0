// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.Lifetime;
import io.fractus.tracker.availability.Patience;
import java.util.Comparator;
import java.util.List;

/** How long a bit is to be expected to have a copy, if nobody makes another. Stateless. */
final class Risk {
  /** Subsets of so many copies are summed up; more copies than these add little. */
  private static final int COPIES_MAX = 6;

  private Risk() {}

  /**
   * Days until the last of the living copies is gone, to be expected: the mean of the greatest of
   * their lifetimes, exponential with the hazard that each node has now; a node that is away may
   * have left already.
   */
  static double days(BitFacts bit, Patience patience) {
    record Life(double hazard, double alive) {}

    List<Life> lives =
        bit.copies().stream()
            .filter(copy -> copy.health().isLiving())
            .map(copy ->
                new Life(
                    Lifetime.hazardPerDay(copy.kind(), copy.ageDays()),
                    copy.away().isZero()
                        ? 1
                        : 1 - patience.gone(copy.kind(), copy.ageDays(), copy.away())))
            .sorted(Comparator.comparingDouble(life -> life.hazard() / life.alive()))
            .limit(COPIES_MAX)
            .toList();
    double days = 0;
    for (int subset = 1; subset < 1 << lives.size(); subset++) {
      double alive = 1;
      double hazard = 0;
      for (int i = 0; i < lives.size(); i++) {
        if ((subset & 1 << i) != 0) {
          alive *= lives.get(i).alive();
          hazard += lives.get(i).hazard();
        }
      }
      days += (Integer.bitCount(subset) % 2 == 0 ? -1 : 1) * alive / hazard;
    }
    return days;
  }
}
