// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** When things were first seen, of so many at most, those seen first forgotten first. */
final class Since<K> {
  private final Map<K, Instant> first = new LinkedHashMap<>();
  private final InstantSource steady;
  private final int max;

  Since(InstantSource steady, int max) {
    this.steady = steady;
    this.max = max;
  }

  /** How long ago it was first seen; zero if that is now. */
  Duration seen(K what) {
    Instant now = steady.instant();
    Instant since = first.putIfAbsent(what, now);
    if (first.size() > max) {
      first.remove(first.keySet().iterator().next());
    }
    return since == null ? Duration.ZERO : Duration.between(since, now);
  }

  boolean knows(K what) {
    return first.containsKey(what);
  }

  void forget(K what) {
    first.remove(what);
  }
}
