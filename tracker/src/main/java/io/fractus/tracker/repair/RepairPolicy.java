// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.repair.Verdict.Need;

/** Judges what a bit needs. Pure; thread-safe. */
public final class RepairPolicy {
  /*
   * INVARIANT: a copy counts only while its node is here, or away for no longer than its class may
   * be; one that is in doubt counts until its node had time to verify it. A copy that is on its way
   * counts as well, so no bit gets more than it needs, unless somebody comes back.
   *
   * Copies on one site count as one, and so do those behind one address: the caller says that it
   * is one site.
   *
   * What came back stays in reserve: it is copied already, and counts when the next one goes, so
   * that nothing is copied then (Chun and others, 2006, found the same for replicas that return).
   */

  /** Fewer days to the loss of a bit than these are urgent. */
  static final double URGENT_DAYS = 60;

  private final RepairSettings settings;

  public RepairPolicy(RepairSettings settings) {
    this.settings = settings;
  }

  public Verdict judge(BitFacts bit) {
    int living = bit.living();
    int coming = bit.coming();
    double days = Risk.days(bit, settings.patience());
    if (bit.isYoung()) {
      return new Verdict(Need.NOTHING, urgency(bit, living, days), days);
    }
    return new Verdict(need(bit, living, coming), urgency(bit, living, days), days);
  }

  private Need need(BitFacts bit, int living, int coming) {
    if (living == 0) {
      return Need.REBUILD;
    }
    if (bit.count(health -> health == Health.STALLED) > 0 && !bit.isMoving()) {
      return Need.GIVE_UP;
    }
    if (living + coming < bit.wanted()) {
      return bit.count(health -> health == Health.HERE) > 0 ? Need.COPY : Need.SOURCE;
    }
    if (bit.spare() <= 0 || bit.count(health -> health == Health.COMING) > 0 || bit.isMoving()) {
      return Need.NOTHING;
    }
    return bit.spare() > settings.reserve() ? Need.SURPLUS : Need.RESERVE;
  }

  private static Urgency urgency(BitFacts bit, int living, double days) {
    if (living == 0) {
      return Urgency.REBUILD;
    }
    if ((living == 1 && bit.wanted() > 1) || days < URGENT_DAYS) {
      return Urgency.URGENT;
    }
    boolean isPermanent =
        bit.count(health -> health == Health.GONE || health == Health.STALLED) > 0
            || bit.copies().size() < bit.wanted();
    return isPermanent ? Urgency.PERMANENT : Urgency.ABSENT;
  }
}
