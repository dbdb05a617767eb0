// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.availability.Anchor;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;

/**
 * A copy, by what is known of its node now.
 *
 * @param node whose it is
 * @param state how far it is: only complete ones count
 * @param isHere whether its node is here now
 * @param trust how far its node has shown what it is
 */
public record Holding(Member node, CopyState state, boolean isHere, Trust trust) {
  boolean counts() {
    return state == CopyState.COMPLETE;
  }

  /** Whether its node is one that first copies go to. */
  public boolean isAnchor() {
    return trust == Trust.VETTED && Anchor.is(node.week());
  }
}
