// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.time.Instant;
import java.time.InstantSource;

/** A clock as one number, to take differences of. */
final class Ticks {
  private static final long PER_SECOND = 1_000_000_000L;

  private Ticks() {}

  /** Nanoseconds since the epoch, which end in the year 2262. */
  static long of(InstantSource clock) {
    Instant now = clock.instant();
    return now.getEpochSecond() * PER_SECOND + now.getNano();
  }
}
