// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.registry.DrainRows.Cursor;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.RepairLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which bits are looked at next: those whose copies changed, those of nodes that changed, and all
 * of them now and then. It holds nothing that would be missed after a kill. Used under the lock of
 * {@link Repairs}, but for {@link #touch}.
 */
final class RepairSweeps {
  private final Set<InfoHash> touched = ConcurrentHashMap.newKeySet();
  private final Deque<NodeSweep> nodes = new ArrayDeque<>();
  private final InstantSource steady;
  private long all;
  private Instant restUntil = Instant.MIN;
  private Instant began;

  private static final class NodeSweep {
    private final long node;
    private Cursor cursor = Cursor.START;

    NodeSweep(long node) {
      this.node = node;
    }
  }

  RepairSweeps(InstantSource steady) {
    this.steady = steady;
    this.began = steady.instant();
  }

  /** Copies of this bit went or are in doubt. Thread-safe; does not wait. */
  void touch(InfoHash bit) {
    if (touched.size() < RepairLimits.TOUCHED_MAX) {
      touched.add(bit);
    }
  }

  /** Copies of this node count no more, or again. */
  void node(long node) {
    nodes.removeIf(sweep -> sweep.node == node);
    nodes.addLast(new NodeSweep(node));
  }

  /** Looks at all bits from the first one on, now. */
  void restart() {
    all = 0;
    restUntil = Instant.MIN;
    began = steady.instant();
  }

  /** Whether there is anything to look at. */
  boolean isDue() {
    return !touched.isEmpty() || !nodes.isEmpty() || !rests();
  }

  private boolean rests() {
    return steady.instant().isBefore(restUntil);
  }

  /** Whether all bits have been looked at since the tracker started. */
  boolean haveSeenAll() {
    return !restUntil.equals(Instant.MIN);
  }

  /** Nodes whose copies are being looked at. */
  int nodesLeft() {
    return nodes.size();
  }

  /** When the look at all bits that goes on, or was last, began. */
  Instant began() {
    return began;
  }

  /** The rows of the bits to look at next. */
  List<Long> next(Rows rows, int most) {
    List<Long> bits = new ArrayList<>();
    for (InfoHash bit : List.copyOf(touched)) {
      if (bits.size() >= most) {
        return bits;
      }
      touched.remove(bit);
      rows.repairs().key(bit).ifPresent(bits::add);
    }
    while (bits.size() < most && !nodes.isEmpty()) {
      NodeSweep sweep = nodes.getFirst();
      int room = most - bits.size();
      List<Cursor> page = rows.drains().page(sweep.node, sweep.cursor, room);
      page.forEach(at -> bits.add(at.bit()));
      if (page.size() < room) {
        nodes.removeFirst();
      } else {
        sweep.cursor = page.getLast();
      }
    }
    if (bits.size() < most && !rests()) {
      sweepAll(rows, bits, most - bits.size());
    }
    return bits;
  }

  private void sweepAll(Rows rows, List<Long> bits, int most) {
    if (all == 0) {
      began = steady.instant();
    }
    List<Long> page = rows.repairs().bitsAfter(all, most);
    bits.addAll(page);
    if (page.size() < most) {
      all = 0;
      restUntil = steady.instant().plus(RepairLimits.SWEEP_PAUSE);
    } else {
      all = page.getLast();
    }
  }
}
