// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import java.util.List;

/**
 * A copy that shall be made.
 *
 * @param why why
 * @param bit the row of its bit
 * @param to the node that shall fetch it
 * @param from the node that lets go when it stands, or {@link #NOBODY}
 * @param givers the nodes from which it is fetched
 */
public record Step(Why why, long bit, long to, long from, List<Long> givers) {
  /** In place of a node: none. */
  public static final long NOBODY = 0;

  public Step {
    givers = List.copyOf(givers);
  }
}
