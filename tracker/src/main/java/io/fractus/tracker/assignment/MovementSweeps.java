// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.movement.MovementLimits;
import io.fractus.tracker.registry.DrainRows.Cursor;
import io.fractus.tracker.registry.Rows;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks at the copies of nodes that shall give some away, over and over, some at a time. It holds
 * nothing that would be missed after a kill. Used under the lock of {@link Movements}.
 */
final class MovementSweeps {
  private final Map<Long, Cursor> cursors = new HashMap<>();
  private final Set<Long> turn = new LinkedHashSet<>();
  private final Since<Long> rested;

  MovementSweeps(InstantSource steady) {
    this.rested = new Since<>(steady, MovementLimits.STUCK_MAX);
  }

  /** A copy on a node. */
  record Look(long bit, long node) {}

  /**
   * Looks at some more copies, at those of each node in its turn.
   *
   * @param nodes those that shall give some away
   * @param goesOn what is done about a copy, and whether there may be another
   */
  void look(Rows rows, List<Long> nodes, Predicate<Look> goesOn) {
    turn.retainAll(Set.copyOf(nodes));
    turn.addAll(nodes);
    cursors.keySet().retainAll(turn);
    int left = MovementLimits.LOOKS_MAX;
    for (long node : List.copyOf(turn)) {
      if (left == 0) {
        return;
      }
      if (rests(node)) {
        continue;
      }
      turn.remove(node);
      turn.add(node);
      List<Cursor> page = rows.drains().page(node, cursors.getOrDefault(node, Cursor.START), left);
      for (Cursor at : page) {
        if (!goesOn.test(new Look(at.bit(), node))) {
          return;
        }
        cursors.put(node, at);
      }
      if (page.size() < left) {
        cursors.remove(node);
        var _ = rested.seen(node);
      }
      left -= page.size();
    }
  }

  private boolean rests(long node) {
    if (!rested.knows(node)) {
      return false;
    }
    if (rested.seen(node).compareTo(MovementLimits.SWEEP_PAUSE) < 0) {
      return true;
    }
    rested.forget(node);
    return false;
  }
}
