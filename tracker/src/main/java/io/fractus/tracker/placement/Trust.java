// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

/** How far a node has shown what it is: it is seen by others, never said by itself. */
public enum Trust {
  /** Was watched and has sent enough right pieces to be believed. */
  VETTED,
  /** Is not known yet: gets a few per cent of the copies, so that it can show itself. */
  NEW,
  /** Lately sent what was wrong: gets copies if nobody else can. */
  DOUBTED;

  /** A node that came today has no bad night to show yet. */
  static final double WATCHED_HOURS_MIN = 24;

  /** Fewer measured transfers of right pieces prove nothing. */
  static final long MEASURED_MIN = 10;

  /**
   * What evidence makes of a node.
   *
   * @param watchedHours for how long it was watched, weeks ago counting less
   * @param measured transfers of right pieces from it that others measured
   * @param wrong whether it lately sent wrong pieces
   */
  public static Trust of(double watchedHours, long measured, boolean wrong) {
    if (wrong) {
      return DOUBTED;
    }
    return watchedHours >= WATCHED_HOURS_MIN && measured >= MEASURED_MIN ? VETTED : NEW;
  }
}
