// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.lifecycle.Readership;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Versions of objects that are being read, so that nobody takes them apart. Thread-safe. */
final class Pins implements Readership {
  /*
   * Bits that an object had before it was encoded anew go once all have ended who may have begun to
   * read it while it had them. Pins are numbered in the order in which they were set; who set one
   * after the change was settled has the new bits, and keeps nothing of the old.
   */

  private final Map<String, Map<Object, Long>> pins = new HashMap<>();
  private final Map<String, Kept> kept = new HashMap<>();
  private long next;
  private long letGo;

  /** Bits of objects, for those whose pins have lower numbers. */
  private record Kept(List<String> objectIds, long below) {}

  /**
   * Sets a pin.
   *
   * @param reader whose it is; another object for each
   */
  synchronized void add(String objectId, Object reader) {
    pins.computeIfAbsent(objectId, id -> new IdentityHashMap<>()).put(reader, next++);
  }

  synchronized void remove(String objectId, Object reader) {
    Map<Object, Long> set = pins.get(objectId);
    if (set != null) {
      set.remove(reader);
      if (set.isEmpty()) {
        pins.remove(objectId);
      }
    }
    forgetUnread();
  }

  @Override
  public synchronized void keep(String doomedId, Collection<String> objectIds) {
    kept.put(doomedId, new Kept(List.copyOf(objectIds), Long.MAX_VALUE));
  }

  @Override
  public synchronized void settle(String doomedId) {
    kept.computeIfPresent(doomedId, (id, bits) -> new Kept(bits.objectIds, next));
    forgetUnread();
  }

  /** Whether nobody may take it apart now; who is told that he may is counted. */
  synchronized boolean contains(String objectId) {
    boolean isPinned = kept.containsKey(objectId) || pins.containsKey(objectId);
    letGo += isPinned ? 0 : 1;
    return isPinned;
  }

  /**
   * How often something was let go to be taken apart: what was found in the catalog, and was pinned
   * when this had not changed, is whole.
   */
  synchronized long letGo() {
    return letGo;
  }

  private void forgetUnread() {
    kept.values().removeIf(bits -> bits.below < Long.MAX_VALUE && !isRead(bits));
  }

  private boolean isRead(Kept bits) {
    return bits.objectIds.stream()
        .flatMap(id -> pins.getOrDefault(id, Map.of()).values().stream())
        .anyMatch(number -> number < bits.below);
  }
}
