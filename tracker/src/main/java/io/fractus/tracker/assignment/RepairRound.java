// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Move;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.placement.Moving;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.RepairRows;
import io.fractus.tracker.registry.RepairRows.Count;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.CopyFacts;
import io.fractus.tracker.repair.Health;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.Rates;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairPolicy;
import io.fractus.tracker.repair.RepairQueue.Entry;
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
 * What is done about repairs in one transaction: what was begun and is over is settled, and for
 * bits at risk another copy is begun. Used once; not thread-safe.
 */
final class RepairRound {
  private final Rows rows;
  private final RepairView view;
  private final RepairPolicy policy;
  private final MovePolicy moves;
  private final NodeWatch watch;
  private final Rates rates;
  private final Nodes nodes;
  private final Avoided avoided;
  private final Times times;
  private final Set<Long> closed;
  private final Map<Long, Integer> repairsTo = new HashMap<>();
  private final Effects effects =
      new Effects(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  private int underWay;

  /** The time on both clocks. */
  record Times(Instant wall, Instant steady) {}

  /** Nodes that failed to fetch a bit. */
  @FunctionalInterface
  interface Avoided {
    boolean failed(long bit, long node);
  }

  /** A bit that was not repaired now, and why. */
  record Left(Entry entry, Optional<InfoHash> bit, Verdict.Need need, Move.Reason reason) {}

  /** What others are to be told when this is on disk. */
  record Effects(List<DrainRound.Gone> gone, List<InfoHash> assigned, List<Left> left) {}

  RepairRound(
      Rows rows,
      RepairView view,
      RepairPolicy policy,
      MovePolicy moves,
      NodeWatch watch,
      Rates rates,
      Nodes nodes,
      Avoided avoided,
      Times times) {
    this.rows = rows;
    this.view = view;
    this.policy = policy;
    this.moves = moves;
    this.watch = watch;
    this.rates = rates;
    this.nodes = nodes;
    this.avoided = avoided;
    this.times = times;
    this.closed = rows.admin().closed();
  }

  /** Settles what is over, and begins what is due as far as there is room for it. */
  Effects run(List<RepairRows.Repair> over, List<Entry> due) {
    over.forEach(this::settle);
    for (RepairRows.Repair repair : rows.repairs().all()) {
      if (repair.node() != 0) {
        underWay++;
        repairsTo.merge(repair.node(), 1, Integer::sum);
      }
    }
    due.forEach(this::repair);
    return effects;
  }

  /** A copy that was begun stands, or is given up. */
  private void settle(RepairRows.Repair repair) {
    Optional<CopyState> state = rows.copies().state(repair.infoHash(), repair.node());
    rows.repairs().end(repair.bit());
    if (state.isPresent() && state.get() == CopyState.COMPLETE) {
      rows.repairs().count(Count.COPIES, 1, times.wall());
      rows.repairs().count(Count.BYTES, repair.bytes(), times.wall());
      return;
    }
    rows.repairs().count(Count.GIVEN_UP, 1, times.wall());
    if (state.isPresent() && state.get() == CopyState.WANTED) {
      remove(repair.bit(), repair.infoHash(), repair.node());
    }
  }

  private void repair(Entry entry) {
    Optional<DrainRows.Bit> known = rows.drains().bit(entry.bit());
    if (known.isEmpty() || rows.repairs().of(entry.bit()).isPresent()) {
      leave(entry, Verdict.Need.NOTHING, Move.Reason.BUSY);
      return;
    }
    DrainRows.Bit bit = known.get();
    BitFacts facts = view.facts(rows, bit);
    Verdict verdict = policy.judge(facts);
    if (verdict.need() == Verdict.Need.GIVE_UP) {
      for (CopyFacts copy : facts.copies()) {
        if (copy.health() == Health.STALLED) {
          remove(bit.key(), bit.infoHash(), copy.node());
        }
      }
      facts = view.facts(rows, bit);
      verdict = policy.judge(facts);
    }
    // What it was when it came into the queue may be over.
    Entry now = new Entry(entry.bit(), entry.footprint(), verdict.urgency(), verdict.days());
    if (verdict.need() != Verdict.Need.COPY) {
      leave(now, verdict.need(), Move.Reason.NO_SOURCE);
    } else if (underWay >= RepairLimits.REPAIRS_MAX || !rates.allow(times.steady())) {
      leave(now, verdict.need(), Move.Reason.BUSY);
    } else {
      copy(now, bit, facts, verdict);
    }
  }

  private void copy(Entry entry, DrainRows.Bit bit, BitFacts facts, Verdict verdict) {
    List<CopyFacts> sources =
        facts.copies().stream().filter(copy -> copy.health() == Health.HERE).toList();
    List<Rates.End> from =
        sources.stream()
            .map(copy -> new Rates.End(copy.node(), copy.site()))
            .filter(end -> rates.allow(end, times.steady()))
            .toList();
    if (from.isEmpty()) {
      leave(entry, verdict.need(), Move.Reason.BUSY);
      return;
    }
    Move move = moves.another(moving(facts), new Cloud(bit));
    if (!(move instanceof Move.CopyTo to)) {
      leave(entry, verdict.need(), ((Move.Stay) move).reason());
      return;
    }
    Candidate node = candidate(to.to());
    BitRecord record = rows.bits().find(bit.infoHash()).orElseThrow();
    rows.copies().add(record, to.to(), times.wall());
    rows.repairs()
        .beginCopy(
            bit.key(), to.to(), record.metainfo().length(), verdict.urgency().name(), times.wall());
    rates.take(
        new Rates.End(to.to(), node.site()), from, record.metainfo().length(), times.steady());
    repairsTo.merge(to.to(), 1, Integer::sum);
    underWay++;
    effects.assigned().add(bit.infoHash());
  }

  private Candidate candidate(long node) {
    return nodes
        .find(node)
        .orElseThrow(() -> new IllegalStateException("node " + node + " was chosen and is none"));
  }

  /** Copies that live stay; the others do not keep their sites. */
  private static Moving moving(BitFacts bit) {
    return new Moving(
        bit.footprint(),
        bit.wanted(),
        Moving.NOBODY,
        bit.copies().stream()
            .map(copy ->
                new Moving.Copy(
                    copy.node(),
                    copy.site(),
                    copy.health().isComplete(),
                    copy.health() == Health.COMING,
                    copy.health() == Health.HERE,
                    copy.health().isLiving() || copy.health() == Health.COMING,
                    Moving.NOBODY,
                    false))
            .toList());
  }

  private void leave(Entry entry, Verdict.Need need, Move.Reason reason) {
    Optional<InfoHash> bit = rows.drains().bit(entry.bit()).map(DrainRows.Bit::infoHash);
    effects.left().add(new Left(entry, bit, need, reason));
  }

  private void remove(long bit, InfoHash infoHash, long node) {
    if (rows.copies().remove(bit, node)) {
      effects.gone().add(new DrainRound.Gone(infoHash, node));
    }
  }

  /** What placement may use now, for one bit. */
  private final class Cloud implements MovePolicy.Cloud {
    private final DrainRows.Bit bit;

    private Cloud(DrainRows.Bit bit) {
      this.bit = bit;
    }

    @Override
    public Nodes nodes() {
      return nodes;
    }

    @Override
    public boolean takesNew(long node) {
      return !closed.contains(node)
          && watch.state(node).counts()
          && !avoided.failed(bit.key(), node);
    }

    @Override
    public Set<Long> mates() {
      return new HashSet<>(rows.drains().matesHolders(bit));
    }

    @Override
    public boolean isBusy(long node) {
      return repairsTo.getOrDefault(node, 0) >= RepairLimits.TO_NODE_MAX
          || !rates.allow(new Rates.End(node, candidate(node).site()), times.steady());
    }
  }
}
