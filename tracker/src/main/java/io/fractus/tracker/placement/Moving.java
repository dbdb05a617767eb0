// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.List;

/**
 * A copy that shall leave its node, and the other copies of its bit.
 *
 * @param footprint bytes that a copy takes of a share
 * @param copiesWanted how many nodes shall hold the bit
 * @param from the node that shall let go
 * @param copies all copies of the bit, that one among them
 */
public record Moving(long footprint, int copiesWanted, long from, List<Copy> copies) {
  /** In place of a node: none. */
  public static final long NOBODY = 0;

  public Moving {
    copies = List.copyOf(copies);
  }

  /**
   * A copy of the bit.
   *
   * @param node which node has it or shall have it
   * @param site where that is
   * @param complete whether it stands; else it is on its way or in doubt
   * @param wanted whether it has yet to be fetched
   * @param here whether its node is here
   * @param stays whether its node keeps what it has
   * @param insteadOf the node that lets go when this copy is complete, or {@link #NOBODY}
   * @param stalled whether nothing is to be expected of it any more
   */
  public record Copy(
      long node,
      String site,
      boolean complete,
      boolean wanted,
      boolean here,
      boolean stays,
      long insteadOf,
      boolean stalled) {}
}
