// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.RebuildReply;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.RebuildRequest.Outcome;
import io.fractus.protocol.control.RebuildRequest.Result;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.RepairRows.Count;
import io.fractus.tracker.registry.RepairRows.Repair;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairPolicy;
import io.fractus.tracker.repair.RepairQueue;
import io.fractus.tracker.repair.RepairQueue.Entry;
import io.fractus.tracker.repair.Urgency;
import io.fractus.tracker.repair.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bits of which no copy lives, and the gateways that rebuild them. Used under the lock of {@link
 * Repairs}.
 */
final class Rebuilds {
  /*
   * A bit is given to one gateway at a time, which the key of its row sees to, also after a kill;
   * only until when is in memory, so that a clock that is set ends no lease: after a start all of
   * them begin anew. Which gateway has a bit in its catalog the tracker does not know: each is
   * asked, and one that does not know it is not asked again for a while.
   */

  private final Registry registry;
  private final RepairView view;
  private final RepairPolicy policy;
  private final Clocks clocks;
  private final RepairQueue queue = new RepairQueue(RepairLimits.QUEUE_MAX);
  private final Map<Long, Instant> until = new HashMap<>();
  private final Since<Unknown> unknown;
  private final List<InfoHash> settled = new ArrayList<>();

  private record Unknown(long bit, String gateway) {}

  Rebuilds(Registry registry, RepairView view, RepairPolicy policy, Clocks clocks) {
    this.registry = registry;
    this.view = view;
    this.policy = policy;
    this.clocks = clocks;
    this.unknown = new Since<>(clocks.steady(), RepairLimits.QUEUE_MAX);
  }

  /** No copy of this bit lives. */
  void offer(Entry entry) {
    queue.offer(entry);
  }

  /** A copy of this bit lives again. */
  void forget(long bit) {
    queue.remove(bit);
  }

  /** How many wait for a gateway, or for nodes to fetch what it rebuilt. */
  int size() {
    return queue.size();
  }

  /** Bits that have a copy again, or are rebuilt by now; each is told once. */
  List<InfoHash> takeSettled() {
    List<InfoHash> taken = List.copyOf(settled);
    settled.clear();
    return taken;
  }

  RebuildReply answer(RebuildRequest request) {
    String gateway = request.gateway().toString();
    Instant steady = clocks.steady().instant();
    List<Entry> tried = new ArrayList<>();
    List<InfoHash> bits =
        registry.write(rows -> {
          request.over().forEach(outcome -> over(rows, gateway, outcome, steady));
          List<InfoHash> given = new ArrayList<>();
          int room = Math.min(request.most(), RepairLimits.REBUILDS_PER_GATEWAY_MAX);
          Set<InfoHash> working = new HashSet<>(request.working());
          for (Repair repair : rows.repairs().of(gateway)) {
            until.put(repair.bit(), steady.plus(RepairLimits.REBUILD_LEASE));
            if (!working.contains(repair.infoHash()) && given.size() < room) {
              // It was given, and the answer was lost.
              given.add(repair.infoHash());
            }
          }
          give(rows, gateway, room, steady, given, tried);
          return given;
        });
    tried.forEach(entry -> queue.remove(entry.bit()));
    return new RebuildReply(bits);
  }

  private void over(Rows rows, String gateway, Outcome outcome, Instant steady) {
    Optional<Long> bit = rows.repairs().key(outcome.bit());
    if (bit.isEmpty()) {
      return;
    }
    Optional<Repair> repair = rows.repairs().of(bit.get());
    if (repair.isEmpty() || !gateway.equals(repair.get().gateway())) {
      return;
    }
    Instant now = clocks.wall().instant();
    rows.repairs().end(bit.get());
    until.remove(bit.get());
    if (outcome.result() == Result.REBUILT) {
      rows.repairs().count(Count.REBUILT, 1, now);
      rows.repairs().count(Count.REBUILT_BYTES, repair.get().bytes(), now);
      rows.repairs().count(Count.READ_BYTES, Math.max(0, outcome.readBytes()), now);
    } else if (outcome.result() == Result.UNKNOWN) {
      unknown.forget(new Unknown(bit.get(), gateway));
      var _ = unknown.seen(new Unknown(bit.get(), gateway));
    }
    Entry entry = new Entry(bit.get(), repair.get().bytes(), Urgency.REBUILD, 0);
    if (outcome.result() == Result.UNKNOWN) {
      queue.offer(entry);
    } else {
      boolean isRebuilt = outcome.result() == Result.REBUILT;
      queue.park(
          entry, steady.plus(isRebuilt ? RepairLimits.REBUILD_PAUSE : RepairLimits.REBUILD_RETRY));
    }
  }

  private void give(
      Rows rows,
      String gateway,
      int room,
      Instant steady,
      List<InfoHash> given,
      List<Entry> tried) {
    Instant now = clocks.wall().instant();
    int looks = 0;
    Optional<Entry> next = queue.first(steady);
    while (next.isPresent() && given.size() < room && looks < RepairLimits.TRIED_MAX) {
      Entry entry = next.get();
      looks++;
      if (!isUnknown(entry.bit(), gateway)) {
        tried.add(entry);
        Optional<DrainRows.Bit> bit = rows.drains().bit(entry.bit());
        if (bit.isPresent()
            && rows.repairs().of(entry.bit()).isEmpty()
            && policy.judge(view.facts(rows, bit.get())).need() == Verdict.Need.REBUILD) {
          long bytes = rows.bits().find(bit.get().infoHash()).orElseThrow().metainfo().length();
          rows.repairs().beginRebuild(entry.bit(), gateway, bytes, entry.urgency().name(), now);
          until.put(entry.bit(), steady.plus(RepairLimits.REBUILD_LEASE));
          given.add(bit.get().infoHash());
        } else {
          bit.ifPresent(known -> settled.add(known.infoHash()));
        }
      }
      next = queue.after(entry);
    }
  }

  private boolean isUnknown(long bit, String gateway) {
    Unknown key = new Unknown(bit, gateway);
    return unknown.knows(key) && unknown.seen(key).compareTo(RepairLimits.UNKNOWN_PAUSE) < 0;
  }

  /** Takes bits from gateways that were not heard for too long, and forgets released ones. */
  void expire() {
    Instant steady = clocks.steady().instant();
    List<Repair> over = new ArrayList<>();
    Set<Long> all = new HashSet<>();
    List<Repair> ofGateways =
        registry.read(rows -> {
          released(rows).forEach(queue::remove);
          return rows.repairs().ofGateways();
        });
    for (Repair repair : ofGateways) {
      all.add(repair.bit());
      if (steady.isAfter(
          until.computeIfAbsent(repair.bit(), _ -> steady.plus(RepairLimits.REBUILD_LEASE)))) {
        over.add(repair);
      }
    }
    until.keySet().retainAll(all);
    if (over.isEmpty()) {
      return;
    }
    registry.write(rows -> {
      over.forEach(repair -> rows.repairs().end(repair.bit()));
      return null;
    });
    for (Repair repair : over) {
      until.remove(repair.bit());
      queue.offer(new Entry(repair.bit(), repair.bytes(), Urgency.REBUILD, 0));
    }
  }

  /** Some of the next ones; the others are found when a gateway asks. */
  private List<Long> released(Rows rows) {
    List<Long> released = new ArrayList<>();
    int looks = 0;
    Optional<Entry> next = queue.first(clocks.steady().instant());
    while (next.isPresent() && looks++ < RepairLimits.TRIED_MAX) {
      if (rows.drains().bit(next.get().bit()).isEmpty()) {
        released.add(next.get().bit());
      }
      next = queue.after(next.get());
    }
    return released;
  }
}
