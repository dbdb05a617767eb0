// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import java.util.concurrent.ConcurrentHashMap;

/** Versions of objects that are being read, so that nobody takes them apart. Thread-safe. */
final class Pins {
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

  void add(String objectId) {
    counts.merge(objectId, 1, Integer::sum);
  }

  void remove(String objectId) {
    counts.computeIfPresent(objectId, (id, count) -> count == 1 ? null : count - 1);
  }

  boolean contains(String objectId) {
    return counts.containsKey(objectId);
  }
}
