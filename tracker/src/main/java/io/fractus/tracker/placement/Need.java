// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.List;

/**
 * One bit of the stripe to place.
 *
 * @param footprint bytes it takes of a share
 * @param copies how many nodes shall hold it
 * @param held the copies it has, in the order in which they were placed
 */
public record Need(long footprint, int copies, List<Held> held) {
  public Need {
    held = List.copyOf(held);
  }

  /**
   * A copy that is there already.
   *
   * @param node on which node
   * @param online whether that node is connected
   * @param wanted whether the node has yet to fetch it
   */
  public record Held(long node, boolean online, boolean wanted) {}
}
