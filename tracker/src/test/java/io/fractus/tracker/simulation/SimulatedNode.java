// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.tracker.registry.NodeRecord;
import java.util.BitSet;

/**
 * A node and its whole life, which was drawn beforehand.
 *
 * @param record as the registry has it
 * @param habit what it is
 * @param joins the hour in which it joins
 * @param leaves the hour in which it leaves for good, with all that it has
 * @param on the hours in which it is here
 */
record SimulatedNode(NodeRecord record, Habit habit, int joins, int leaves, BitSet on) {
  long key() {
    return record.key();
  }

  String site() {
    return record.site();
  }

  boolean isHere(int hour) {
    return on.get(hour);
  }

  /** Whether it has left for good, which nobody knows. */
  boolean isGone(int hour) {
    return hour >= leaves;
  }
}
