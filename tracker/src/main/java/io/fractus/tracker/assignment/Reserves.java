// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.CopyFacts;
import io.fractus.tracker.repair.RepairLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Bits with complete copies in reserve, as of their last look, and whether space is wanted of them.
 * That a copy is in reserve is written nowhere: it follows from how many there are. Used under the
 * lock of {@link Repairs}, but for {@link #giveWay}.
 */
final class Reserves {
  private final Map<Long, Reserve> known = new HashMap<>();
  private final InstantSource steady;
  private volatile Instant wantedUntil = Instant.MIN;
  private long copies;
  private long bytes;
  private boolean gaveWay;

  /**
   * What is in reserve of a bit.
   *
   * @param copies how many
   * @param bytes of these
   * @param holders who has complete copies and which of these have no space to spare, in a number
   *     that changes with them
   * @param isLookedAt whether all of these were seen to be right, and none goes
   */
  private record Reserve(int copies, long bytes, int holders, boolean isLookedAt) {}

  Reserves(InstantSource steady) {
    this.steady = steady;
  }

  /** Nothing stays in reserve for a while: space is wanted, and there is none. Thread-safe. */
  void giveWay() {
    wantedUntil = steady.instant().plus(RepairLimits.RESERVE_GIVES_WAY);
  }

  /** Whether nothing may stay in reserve now. */
  boolean isGivingWay() {
    return steady.instant().isBefore(wantedUntil);
  }

  /** Whether that began since this was last asked. */
  boolean beganToGiveWay() {
    boolean before = gaveWay;
    gaveWay = isGivingWay();
    return gaveWay && !before;
  }

  /** A bit has copies in reserve; returns whether they have yet to be looked at. */
  boolean keep(BitFacts bit) {
    Reserve before = known.get(bit.key());
    if (before == null && known.size() >= RepairLimits.RESERVES_KNOWN_MAX) {
      // Stays as well. Audits look at its copies as at all others.
      return isGivingWay() || bit.copies().stream().anyMatch(CopyFacts::isCrowded);
    }
    int holders = holders(bit);
    boolean isLookedAt = before != null && before.isLookedAt() && before.holders() == holders;
    put(bit.key(), new Reserve(bit.spare(), bit.spare() * bit.footprint(), holders, isLookedAt));
    return !isLookedAt;
  }

  /** All its complete copies were seen to be right. */
  void looked(BitFacts bit) {
    if (known.containsKey(bit.key())) {
      put(bit.key(), new Reserve(bit.spare(), bit.spare() * bit.footprint(), holders(bit), true));
    }
  }

  /** A bit has nothing in reserve. */
  void drop(long bit) {
    Reserve before = known.remove(bit);
    if (before != null) {
      copies -= before.copies();
      bytes -= before.bytes();
    }
  }

  private void put(long bit, Reserve reserve) {
    drop(bit);
    known.put(bit, reserve);
    copies += reserve.copies();
    bytes += reserve.bytes();
  }

  private int holders(BitFacts bit) {
    Map<Long, Boolean> nodes = new HashMap<>();
    for (CopyFacts copy : bit.copies()) {
      if (copy.health().isComplete()) {
        nodes.put(copy.node(), copy.isCrowded() || isGivingWay());
      }
    }
    return nodes.hashCode();
  }

  /** For people. */
  RepairStatus.Reserve status(Clocks clocks) {
    Instant until = wantedUntil;
    return new RepairStatus.Reserve(copies, bytes, isGivingWay() ? clocks.toWall(until) : null);
  }
}
