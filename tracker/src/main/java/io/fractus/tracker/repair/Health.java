// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

/** What a copy is worth to its bit. */
public enum Health {
  /** Complete, and its node is here. */
  HERE,
  /** Complete, and its node is away for no longer than nodes of its class may be. */
  AWAY,
  /** In doubt, and its node may yet find it right. */
  DOUBTED,
  /** On its way to a node that is here. */
  COMING,
  /** On its way to a node that does not fetch it. */
  STALLED,
  /** Its node is away for longer than nodes of its class are. */
  LEFT,
  /** Its node lied, was declared lost, or has lost it. */
  GONE;

  /** Whether it counts as one of the copies that the bit shall have. */
  public boolean isLiving() {
    return this == HERE || this == AWAY || this == DOUBTED;
  }

  /** Whether it counts as complete. */
  public boolean isComplete() {
    return this == HERE || this == AWAY;
  }
}
