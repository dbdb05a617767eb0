// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import java.util.List;

/** What placement decided about a stripe. */
public sealed interface Outcome {

  /**
   * Every bit has a copy on a node that is online.
   *
   * @param added new copies, the first copies of all bits before the second ones
   * @param dropped wanted copies to give up, for their node is gone
   * @param wanting for each bit the copies that found no node
   * @param shortfall why, for people; empty if none are wanting
   * @param weakness how the stripe falls short of what stripes shall be, and what would mend it,
   *     for people; empty if it does not
   */
  record Placed(
      List<Choice> added,
      List<Choice> dropped,
      List<Integer> wanting,
      String shortfall,
      String weakness)
      implements Outcome {
    public Placed {
      added = List.copyOf(added);
      dropped = List.copyOf(dropped);
      wanting = List.copyOf(wanting);
    }
  }

  /**
   * It cannot be done, and nothing shall be recorded.
   *
   * @param reason which rule cannot be kept
   * @param detail with the numbers, for people
   */
  record Refused(Reason reason, String detail) implements Outcome {}

  /** Why a stripe is refused. */
  enum Reason {
    NOT_ENOUGH_NODES,
    NO_SPACE
  }

  /**
   * A copy of a bit on a node.
   *
   * @param bit position in the stripe
   * @param node its key
   */
  record Choice(int bit, long node) {}
}
