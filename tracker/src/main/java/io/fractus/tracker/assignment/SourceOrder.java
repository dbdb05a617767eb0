// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.AuditLimits;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.history.Service;
import io.fractus.tracker.registry.Holder;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which copy to read first: complete before suspect before wanted, here before silent before
 * absent, believed before doubted, not lately slow or dropped before others, fast before slow, and
 * among equals the one that was handed out longest ago. Thread-safe.
 */
final class SourceOrder {
  /*
   * Speed and belief are the node's reputation, which takes several reports to change its mind. Who
   * was just overtaken, or did not answer, is after the others at once, for as long as it takes to
   * forget a hiccup; a right piece takes that back.
   */

  private final Presence presence;
  private final NodeHistory history;
  private final InstantSource steady;
  private final Map<Long, Long> setBackUntil = new ConcurrentHashMap<>();
  private final Map<Long, Long> handedOut = new ConcurrentHashMap<>();
  private final AtomicLong turn = new AtomicLong();

  SourceOrder(Presence presence, NodeHistory history, InstantSource steady) {
    this.presence = presence;
    this.history = history;
    this.steady = steady;
  }

  /** A gateway got right pieces of a node. */
  void served(long node) {
    setBackUntil.remove(node);
  }

  /** A gateway dropped a node for another source. */
  void setBack(long node) {
    long now = steady.millis();
    if (setBackUntil.size() >= AuditLimits.SET_BACK_MAX) {
      setBackUntil.values().removeIf(until -> until <= now);
    }
    if (setBackUntil.size() < AuditLimits.SET_BACK_MAX) {
      setBackUntil.put(node, now + AuditLimits.SET_BACK.toMillis());
    }
  }

  /** The copies of one bit, the best first; counts it as handed out. */
  List<Holder> order(List<Holder> holders) {
    // Taken once: an order that changes while it is sorted by is none.
    Map<Long, Key> keys = new HashMap<>();
    holders.forEach(holder -> keys.put(holder.node().key(), key(holder)));
    List<Holder> ordered =
        holders.stream().sorted(Comparator.comparing(holder -> key(keys, holder))).toList();
    if (!ordered.isEmpty()) {
      handedOut.put(ordered.getFirst().node().key(), turn.incrementAndGet());
    }
    return ordered;
  }

  private Key key(Holder holder) {
    long node = holder.node().key();
    Service service = history.service(node);
    // A node that was never measured comes first once, or it would never be measured.
    @Nullable Double speed = service.bytesPerSecond();
    int magnitude = speed == null ? Integer.MAX_VALUE : Math.getExponent(speed);
    boolean isSetBack = setBackUntil.getOrDefault(node, Long.MIN_VALUE) > steady.millis();
    return new Key(
        rank(holder.state()),
        absence(node),
        service.wrong() ? 1 : 0,
        isSetBack ? 1 : 0,
        -magnitude,
        handedOut.getOrDefault(node, 0L));
  }

  private int absence(long node) {
    if (!presence.isHere(node)) {
      return 2;
    }
    return presence.isSilent(node) ? 1 : 0;
  }

  private static Key key(Map<Long, Key> keys, Holder holder) {
    Key key = keys.get(holder.node().key());
    if (key == null) {
      throw new IllegalStateException("no key for a holder");
    }
    return key;
  }

  private static int rank(CopyState state) {
    return switch (state) {
      case COMPLETE -> 0;
      case SUSPECT -> 1;
      case WANTED -> 2;
    };
  }

  private record Key(int state, int absent, int doubted, int setBack, int slowness, long turn)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::state)
            .thenComparingInt(Key::absent)
            .thenComparingInt(Key::doubted)
            .thenComparingInt(Key::setBack)
            .thenComparingInt(Key::slowness)
            .thenComparingLong(Key::turn);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
