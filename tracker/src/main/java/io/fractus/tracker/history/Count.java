// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.Locale;

/** What is counted of a node, each in a column of its own. */
enum Count {
  OBSERVED_MS,
  HERE_MS,
  UP_BYTES,
  UP_MS,
  UP_SPEED_MAX,
  DOWN_BYTES,
  DOWN_MS,
  DOWN_SPEED_MAX,
  JOINS,
  LOSSES,
  PROBES_SERVED,
  PROBES_FAILED,
  AUDITS_PASSED,
  AUDITS_FAILED,
  SERVED,
  SLOW,
  UNREACHABLE,
  CORRUPT,
  MISSING,
  LOST;

  /** Its column in the database. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether two of them together are the greater one, and not the sum. */
  boolean isMaximum() {
    return this == UP_SPEED_MAX || this == DOWN_SPEED_MAX;
  }
}
