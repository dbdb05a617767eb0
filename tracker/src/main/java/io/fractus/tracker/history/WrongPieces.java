// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/**
 * When the last three wrong pieces of a node came: milliseconds since 1970, 0 for never.
 *
 * @param first the one before the one before the last
 * @param second the one before the last
 * @param last the last one
 */
record WrongPieces(long first, long second, long last) {
  static final WrongPieces NONE = new WrongPieces(0, 0, 0);

  /** The same by a clock that was set by so much. */
  WrongPieces shifted(long millis) {
    return new WrongPieces(
        Attendance.shifted(first, millis),
        Attendance.shifted(second, millis),
        Attendance.shifted(last, millis));
  }

  /** With one more. */
  WrongPieces plus(long now) {
    return new WrongPieces(/* first= */ second, /* second= */ last, /* last= */ now);
  }
}
