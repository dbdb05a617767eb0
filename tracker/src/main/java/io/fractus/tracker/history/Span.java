// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.Limits;
import java.time.Duration;

/** The lengths of time by which is summed up. All begin at 00:00 UTC, weeks on Mondays. */
enum Span {
  HOUR(1, Duration.ofHours(1), Limits.HOURS_KEPT),
  DAY(2, Duration.ofDays(1), Limits.DAYS_KEPT),
  WEEK(3, Duration.ofDays(7), Limits.WEEKS_KEPT);

  /** 1970 began on a Thursday. */
  private static final long FIRST_MONDAY_MS = Duration.ofDays(4).toMillis();

  private final int code;
  private final long millis;
  private final int kept;

  Span(int code, Duration length, int kept) {
    this.code = code;
    this.millis = length.toMillis();
    this.kept = kept;
  }

  /** What the database calls it. */
  int code() {
    return code;
  }

  long millis() {
    return millis;
  }

  /** When the one began that a time is in. */
  long start(long at) {
    long first = this == WEEK ? FIRST_MONDAY_MS : 0;
    return Math.floorDiv(at - first, millis) * millis + first;
  }

  /** The start of the oldest one that is kept. */
  long oldest(long now) {
    return start(now) - (kept - 1) * millis;
  }
}
