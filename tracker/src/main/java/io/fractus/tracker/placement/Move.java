// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

/** What shall be done about a copy that shall leave its node. */
public sealed interface Move {

  /** Its node may let go of it: the others suffice. */
  record LetGo() implements Move {}

  /** Another copy is on its way. */
  record Wait() implements Move {}

  /**
   * Another copy shall be made.
   *
   * @param to the node that shall fetch it
   */
  record CopyTo(long to) implements Move {}

  /**
   * What was to take its place does not come, and shall be given up.
   *
   * @param on the node that does not fetch it
   */
  record GiveUp(long on) implements Move {}

  /** Nothing can be done for now. */
  record Stay(Reason reason) implements Move {}

  /** Why a copy stays where it is, the nearest to a solution last. */
  enum Reason {
    NO_COMPLETE_COPY("none of its copies is complete"),
    NO_SOURCE("no node with a complete copy is here"),
    NO_OTHER_NODE("no other node is here that takes copies"),
    NO_OTHER_SITE("the other nodes are on sites that have a copy"),
    NO_ROOM("no other site has room"),
    STRIPE("the nodes with room hold, or may hold, another bit of its stripe"),
    BUSY("the nodes with room fetch others first");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }
}
