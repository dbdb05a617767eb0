// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/**
 * For how long a node has been away.
 *
 * @param here whether it is here, or was when the tracker ended and may be again
 * @param awayMillis since it was last seen
 * @param watchedMillis for how much of that time the tracker watched
 * @param proven whether it is here and answered somebody with a right piece since it came
 */
public record Absence(boolean here, long awayMillis, long watchedMillis, boolean proven) {
  /** Of a node that never came. */
  static final Absence NEVER_SEEN = new Absence(false, 0, 0, false);
}
