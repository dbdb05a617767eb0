// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Tells whether an event that comes in showers is worth a record of its own. Thread-safe. */
final class Evidence {
  private final Map<Key, Instant> last = new HashMap<>();
  private final InstantSource steady;

  private record Key(long node, String kind) {}

  Evidence(InstantSource steady) {
    this.steady = steady;
  }

  /** Whether none of this node and kind was recorded in the last minute; if so, it is now. */
  synchronized boolean isNew(long node, String kind) {
    Instant now = steady.instant();
    if (last.size() >= Limits.COALESCED_EVENTS_MAX) {
      last.values().removeIf(at -> !now.isBefore(at.plus(Limits.EVENT_COALESCING)));
    }
    Key key = new Key(node, kind);
    Instant before = last.get(key);
    if (before != null && now.isBefore(before.plus(Limits.EVENT_COALESCING))) {
      return false;
    }
    if (last.size() < Limits.COALESCED_EVENTS_MAX || before != null) {
      last.put(key, now);
    }
    return true;
  }
}
