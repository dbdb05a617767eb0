// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.registry.RepairRows.Done;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far repair is.
 *
 * @param queue bits that wait, by how urgent they are: rebuild, urgent, permanent, absent
 * @param parked those of them that could not be repaired when they were tried
 * @param stuck why not, and how many, as of their last try
 * @param underWay copies that are being made
 * @param underWayBytes bytes of these
 * @param rebuilding bits that gateways have been asked to rebuild
 * @param reserve copies that are kept though they are more than wanted
 * @param pausedUntil until when what is not urgent waits because many nodes went at once; null if
 *     it does not
 * @param sweepingNodes nodes whose copies are being looked at
 * @param lost nodes whose copies count as gone
 * @param today what was done since midnight UTC
 * @param week what was done in the last seven days
 */
public record RepairStatus(
    Map<String, Integer> queue,
    int parked,
    Map<String, Integer> stuck,
    int underWay,
    long underWayBytes,
    int rebuilding,
    Reserve reserve,
    @Nullable Instant pausedUntil,
    int sweepingNodes,
    List<Lost> lost,
    Done today,
    Done week) {
  public RepairStatus {
    queue = Map.copyOf(queue);
    stuck = Map.copyOf(stuck);
    lost = List.copyOf(lost);
  }

  /**
   * Copies in reserve: of nodes that came back, kept while there is space, so that nothing need be
   * copied when the next one goes.
   *
   * @param copies how many, of the first 100,000 such bits that were seen
   * @param bytes of these
   * @param givesWayUntil until when none is kept because space was wanted; null if they are
   */
  public record Reserve(long copies, long bytes, @Nullable Instant givesWayUntil) {}

  /**
   * A node whose copies count as gone.
   *
   * @param node its id
   * @param name what people call it
   * @param site where it is
   * @param since when that was decided
   * @param declared whether an operator said so
   * @param reason why, for people
   * @param copies copies that the registry has of it, which count again if it comes back
   */
  public record Lost(
      String node,
      String name,
      String site,
      Instant since,
      boolean declared,
      String reason,
      int copies) {}
}
