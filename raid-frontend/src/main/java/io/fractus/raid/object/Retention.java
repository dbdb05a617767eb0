// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long a version of an object may not be deleted.
 *
 * @param mode who may end it before
 * @param until it may be deleted from then on, to the millisecond
 */
public record Retention(Mode mode, Instant until) {
  /** Who may shorten or end a retention. */
  public enum Mode {
    /** Whoever is allowed to, and says so. */
    GOVERNANCE,
    /** Nobody. */
    COMPLIANCE
  }

  public Retention {
    until = until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether this may take the place of another that is still in force, without a bypass. */
  boolean prolongs(Retention other) {
    return mode == other.mode && !until.isBefore(other.until);
  }
}
