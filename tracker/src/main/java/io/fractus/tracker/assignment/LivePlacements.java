// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which bits belong together, while their stripe is being placed and in memory only: a copy that
 * fails is replaced by one on a node without another bit of the stripe. Forgotten when its bits are
 * released, or after {@link Limits#LIVE_PLACEMENT_AGE_MAX}. Thread-safe.
 */
final class LivePlacements {
  private final Map<InfoHash, Live> byBit = new HashMap<>();
  private final Deque<Live> oldestFirst = new ArrayDeque<>();
  private final InstantSource steady;

  LivePlacements(InstantSource steady) {
    this.steady = steady;
  }

  /** A stripe that is being placed. */
  static final class Live {
    private final String layout;
    private final List<InfoHash> bits;
    private final Instant until;
    private final Set<InfoHash> open;
    private final Set<Long> failed = new HashSet<>();

    private Live(String layout, List<InfoHash> bits, Instant until) {
      this.layout = layout;
      this.bits = bits;
      this.until = until;
      this.open = new HashSet<>(bits);
    }

    String layout() {
      return layout;
    }

    List<InfoHash> bits() {
      return bits;
    }
  }

  /** Remembers a stripe; what failed for its bits before stays remembered. */
  synchronized void open(String layout, List<InfoHash> bits) {
    expire();
    Live live = new Live(layout, bits, steady.instant().plus(Limits.LIVE_PLACEMENT_AGE_MAX));
    for (InfoHash bit : bits) {
      Live before = byBit.put(bit, live);
      if (before != null) {
        live.failed.addAll(before.failed);
        oldestFirst.remove(before);
      }
    }
    oldestFirst.addLast(live);
    if (oldestFirst.size() > Limits.LIVE_PLACEMENTS_MAX) {
      forget(oldestFirst.removeFirst());
    }
  }

  synchronized Optional<Live> of(InfoHash bit) {
    expire();
    return Optional.ofNullable(byBit.get(bit));
  }

  /** Remembers that a node is not for the bits of this stripe. */
  synchronized void avoid(Live live, long node) {
    live.failed.add(node);
  }

  /** Nodes that failed for the stripe of this bit. */
  synchronized Set<Long> avoided(InfoHash bit) {
    Live live = byBit.get(bit);
    return live == null ? Set.of() : Set.copyOf(live.failed);
  }

  /** This bit was released. */
  synchronized void closed(InfoHash bit) {
    Live live = byBit.get(bit);
    if (live != null && live.open.remove(bit) && live.open.isEmpty()) {
      oldestFirst.remove(live);
      forget(live);
    }
  }

  private void expire() {
    Instant now = steady.instant();
    while (!oldestFirst.isEmpty() && !now.isBefore(oldestFirst.getFirst().until)) {
      forget(oldestFirst.removeFirst());
    }
  }

  private void forget(Live live) {
    live.bits.forEach(bit -> byBit.remove(bit, live));
  }
}
