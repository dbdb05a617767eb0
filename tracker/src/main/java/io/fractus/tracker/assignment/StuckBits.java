// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.placement.Move.Reason;
import io.fractus.tracker.repair.RepairLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Why bits could not be repaired when they were tried. Used under the lock of {@link Repairs}. */
final class StuckBits {
  private final Map<Long, Reason> reasons = new HashMap<>();

  void put(long bit, Reason reason) {
    if (reason == Reason.BUSY) {
      reasons.remove(bit);
    } else if (reasons.size() < RepairLimits.QUEUE_MAX) {
      reasons.put(bit, reason);
    }
  }

  void remove(long bit) {
    reasons.remove(bit);
  }

  /** All of them. */
  Set<Long> bits() {
    return Set.copyOf(reasons.keySet());
  }

  /** How many bits there are for each reason, as people read it. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    reasons.values().forEach(reason -> counts.merge(reason.text(), 1, Integer::sum));
    return counts;
  }
}
