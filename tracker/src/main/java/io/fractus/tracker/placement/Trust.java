// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.reputation.Standing;

/** How far a node has shown what it is: it is seen by others, never said by itself. */
public enum Trust {
  /** Was watched and has sent enough right pieces to be believed. */
  VETTED,
  /** Is not known yet: gets a few per cent of the copies, so that it can show itself. */
  NEW,
  /** Lately sent what was wrong: gets copies if nobody else can. */
  DOUBTED;

  /**
   * What placement makes of a standing.
   *
   * @param wrong whether it lately answered wrong
   */
  public static Trust of(Standing standing, boolean wrong) {
    if (wrong) {
      return DOUBTED;
    }
    return switch (standing) {
      case LIAR -> DOUBTED;
      case NEW -> NEW;
      case VETTED, RELIABLE -> VETTED;
    };
  }
}
