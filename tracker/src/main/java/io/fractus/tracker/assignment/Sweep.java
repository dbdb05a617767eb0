// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.Limits;
import io.fractus.tracker.placement.Move.Reason;
import io.fractus.tracker.registry.DrainRows.Cursor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * A look at the copies of one node that shall go, over and over. It holds nothing that would be
 * missed after a kill. Written by one thread, read by others.
 */
final class Sweep {
  private final Map<Reason, Integer> staying = new EnumMap<>(Reason.class);
  private volatile Map<Reason, Integer> seen = Map.of();
  private final InstantSource steady;
  private Cursor cursor = Cursor.START;
  private Instant restUntil = Instant.MIN;
  private boolean isFirst = true;

  Sweep(InstantSource steady) {
    this.steady = steady;
  }

  Cursor cursor() {
    return cursor;
  }

  boolean rests() {
    return steady.instant().isBefore(restUntil);
  }

  /** This copy was seen, and goes. */
  void passed(Cursor at) {
    cursor = at;
  }

  /** This copy was seen, and stays. */
  void stays(Cursor at, Reason reason) {
    cursor = at;
    staying.merge(reason, 1, Integer::sum);
    if (isFirst) {
      seen = Map.copyOf(staying);
    }
  }

  /** All were seen: the next look begins after a pause. */
  void ended() {
    seen = Map.copyOf(staying);
    staying.clear();
    isFirst = false;
    cursor = Cursor.START;
    restUntil = steady.instant().plus(Limits.DRAIN_PAUSE);
  }

  /** Copies that stay and why: as of the last whole look, or of the first as far as it is. */
  Map<Reason, Integer> staying() {
    return seen;
  }
}
