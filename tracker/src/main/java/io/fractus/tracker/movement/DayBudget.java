// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What movement may still move on one day: bytes of the cloud, and of each node. Pure; not
 * thread-safe.
 */
public final class DayBudget {
  private final long nodeBytes;
  private final Map<Long, Long> ofNodes;
  private long left;

  /**
   * @param bytes what the cloud may move on that day
   * @param moved what it has moved on that day
   * @param movedOf what each node has
   */
  public DayBudget(long bytes, long moved, Map<Long, Long> movedOf) {
    long part = (long) (bytes * MovementLimits.NODE_PART);
    this.nodeBytes = Math.min(bytes, Math.max(part, MovementLimits.DAY_BYTES_MIN));
    this.left = bytes - moved;
    this.ofNodes = new HashMap<>(movedOf);
  }

  /** What the cloud may still move; less than 0 if the budget was made smaller. */
  public long left() {
    return left;
  }

  /** What a node may still move. */
  public long left(long node) {
    return Math.min(left, nodeBytes - ofNodes.getOrDefault(node, 0L));
  }

  /**
   * Takes what a copy costs, if it is there.
   *
   * @param to the node that fetches it all
   * @param from those that give an equal part each
   * @return whether it was; if not, nothing is taken
   */
  public boolean take(long to, List<Long> from, long bytes) {
    long part = from.isEmpty() ? 0 : Math.ceilDiv(bytes, from.size());
    if (left(to) < bytes || from.stream().anyMatch(node -> left(node) < part)) {
      return false;
    }
    left -= bytes;
    ofNodes.merge(to, bytes, Long::sum);
    from.forEach(node -> ofNodes.merge(node, part, Long::sum));
    return true;
  }
}
