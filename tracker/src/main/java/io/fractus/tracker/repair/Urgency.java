// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

/** How soon a bit has to be repaired, the soonest first. */
public enum Urgency {
  /** No copy lives: a gateway has to rebuild it from others of its stripe. */
  REBUILD,
  /** The next loss may be the last. */
  URGENT,
  /** A copy is gone for good. */
  PERMANENT,
  /** A copy is on a node that has been away for too long. */
  ABSENT;

  /** Whether it is done while many nodes are away at once. */
  public boolean isDoneInBursts() {
    return this == REBUILD || this == URGENT;
  }
}
