// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.registry.Holder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which copy to read first: complete before suspect before wanted, here before silent before
 * absent, fast before slow, and among equals the one that was handed out longest ago. Speeds are
 * what gateways measured, in memory only. Thread-safe.
 */
final class SourceOrder {
  /** Weight of the newest measurement: about the last ten count. */
  private static final double NEWEST = 0.2;

  private final Presence presence;
  private final Map<Long, Double> bytesPerSecond = new ConcurrentHashMap<>();
  private final Map<Long, Long> handedOut = new ConcurrentHashMap<>();
  private final AtomicLong turn = new AtomicLong();

  SourceOrder(Presence presence) {
    this.presence = presence;
  }

  /** A gateway got this much from a node in this time. */
  void served(long node, long bytes, long millis) {
    if (bytes > 0 && millis > 0) {
      double measured = bytes * 1000.0 / millis;
      bytesPerSecond.merge(node, measured, (old, now) -> old + NEWEST * (now - old));
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
    // A node that was never measured comes first once, or it would never be measured.
    Double speed = bytesPerSecond.get(node);
    int magnitude = speed == null ? Integer.MAX_VALUE : Math.getExponent(speed);
    return new Key(
        rank(holder.state()), absence(node), -magnitude, handedOut.getOrDefault(node, 0L));
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

  private record Key(int state, int absent, int slowness, long turn) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::state)
            .thenComparingInt(Key::absent)
            .thenComparingInt(Key::slowness)
            .thenComparingLong(Key::turn);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
