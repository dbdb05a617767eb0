// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Move;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.placement.Moving;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.Bursts;
import io.fractus.tracker.repair.CopyFacts;
import io.fractus.tracker.repair.Health;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.Rates;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairPolicy;
import io.fractus.tracker.repair.RepairQueue;
import io.fractus.tracker.repair.RepairSettings;
import io.fractus.tracker.repair.Surplus;
import io.fractus.tracker.repair.Verdict;
import io.fractus.tracker.simulation.SimulatedCopies.BitOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Repair by the tracker's own judgement, which looks once an hour. A transfer is over at once, but
 * no more is moved than the rates allow.
 */
final class SimulatedRepair {
  private static final int QUEUE_MAX = 100_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofSeconds(4);
  private static final int TRIED_MAX =
      (int) (RepairLimits.TRIED_MAX * STEP.dividedBy(RepairLimits.ROUND));
  private static final double HOURS_PER_DAY = 24;

  private final SimulatedCloud cloud;
  private final SimulatedCopies copies;
  private final MovePolicy moves;
  private final NodeWatch watch;
  private final Bursts bursts;
  private final RepairPolicy policy;
  private final RepairQueue queue = new RepairQueue(QUEUE_MAX);
  private final Rates rates;
  private final Set<Long> crowded = new HashSet<>();
  private final Map<Long, Integer> lastHere = new HashMap<>();
  private long copied;
  private long rebuilt;
  private long left;
  private long gone;

  SimulatedRepair(
      SimulatedCloud cloud, SimulatedCopies copies, RepairSettings settings, long seed) {
    this.cloud = cloud;
    this.copies = copies;
    this.moves = new MovePolicy(new Random(seed));
    this.watch = new NodeWatch(settings.patience());
    this.bursts = new Bursts(settings.burstPause());
    this.policy = new RepairPolicy(settings);
    this.rates = new Rates(settings, cloud.now());
  }

  /** Bytes copied from one node to another. */
  long copied() {
    return copied;
  }

  /** Bytes of copies that counted as gone, some of which came back. */
  long left() {
    return left;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "GB copied %.1f and rebuilt %.1f, of copies that counted as gone %.1f and were gone %.1f",
        copied / 1e9,
        rebuilt / 1e9,
        left / 1e9,
        gone / 1e9);
  }

  /** Looks at all nodes, and repairs what is due in this hour. */
  void look() {
    int hour = cloud.hour();
    List<NodeWatch.Facts> facts = new ArrayList<>();
    Map<String, Integer> members = new HashMap<>();
    for (SimulatedNode node : cloud.members()) {
      if (node.isHere(hour)) {
        lastHere.put(node.key(), hour);
      }
      if (hour == node.leaves()) {
        gone += bytes(node.key());
      }
      if (away(node) == 1) {
        bursts.gone(node.key(), node.site(), cloud.now());
      }
      members.merge(node.site(), 1, Integer::sum);
      facts.add(facts(node));
    }
    bursts.look(members, cloud.now());
    for (NodeWatch.Change change : watch.look(facts)) {
      if (!change.after().counts()) {
        left += bytes(change.facts().node());
      }
      copies.of(change.facts().node()).forEach(this::offer);
    }
    for (Candidate node : copies.candidates().values()) {
      if (node.freeShare() >= RepairLimits.RESERVE_FREE_MIN) {
        crowded.remove(node.node());
      } else if (crowded.add(node.node())) {
        copies.of(node.node()).forEach(this::offer);
      }
    }
    repair();
  }

  private NodeWatch.Facts facts(SimulatedNode node) {
    int hour = cloud.hour();
    Duration away = HOUR.multipliedBy(away(node));
    // Whoever was here an hour ago as well has been probed since.
    boolean proven = node.isHere(hour) && node.isHere(hour - 1);
    return new NodeWatch.Facts(
        node.key(), node.site(), node.habit().kind(), node.isHere(hour), away, away, proven, false);
  }

  private long bytes(long node) {
    return copies.of(node).stream().mapToLong(bit -> bit.stripe().footprint()).sum();
  }

  /** Hours since it was here. */
  private int away(SimulatedNode node) {
    return cloud.hour() - lastHere.getOrDefault(node.key(), Math.max(0, node.joins()));
  }

  private void offer(BitOf bit) {
    Verdict verdict = policy.judge(facts(bit));
    if (verdict.need() != Verdict.Need.NOTHING) {
      queue.offer(
          new RepairQueue.Entry(
              bit.key(), bit.stripe().footprint(), verdict.urgency(), verdict.days()));
    }
  }

  /** As the tracker does it: those at the greatest risk first, and only so many at a time. */
  private void repair() {
    Instant end = cloud.now().plus(HOUR);
    boolean busy = true;
    for (Instant now = cloud.now(); busy && now.isBefore(end); now = now.plus(STEP)) {
      busy = false;
      int tried = 0;
      Optional<RepairQueue.Entry> next = queue.first(cloud.now());
      while (next.isPresent() && tried < TRIED_MAX) {
        RepairQueue.Entry entry = next.get();
        if (bursts.isPaused(now) && !entry.urgency().isDoneInBursts()) {
          break;
        }
        next = queue.after(entry);
        tried++;
        busy |= !repair(entry, now);
      }
      if (next.isPresent() && bursts.isPaused(now)) {
        now = bursts.until();
        busy = true;
      }
    }
  }

  /** Does what a bit needs; false if there was no rate left for it. */
  private boolean repair(RepairQueue.Entry entry, Instant now) {
    BitOf bit = copies.bit(entry.bit());
    BitFacts facts = facts(bit);
    Verdict.Need need = policy.judge(facts).need();
    if (need == Verdict.Need.COPY || need == Verdict.Need.REBUILD) {
      return another(entry, bit, facts, need, now);
    }
    if (need == Verdict.Need.SURPLUS || need == Verdict.Need.RESERVE) {
      surplus(bit, facts, need);
    }
    queue.remove(entry.bit());
    if (need == Verdict.Need.SOURCE) {
      queue.park(entry, cloud.now().plus(HOUR));
    }
    return true;
  }

  private boolean another(
      RepairQueue.Entry entry, BitOf bit, BitFacts facts, Verdict.Need need, Instant now) {
    List<Rates.End> from =
        facts.copies().stream()
            .filter(copy -> copy.health() == Health.HERE)
            .map(copy -> new Rates.End(copy.node(), copy.site()))
            .filter(source -> rates.allow(source, now))
            .toList();
    boolean isCopy = need == Verdict.Need.COPY;
    if (!rates.allow(now) || (isCopy && from.isEmpty())) {
      return false;
    }
    boolean can = isCopy || bit.stripe().isReadable(cloud.hour());
    if (!can || !(moves.another(moving(facts), new Cloud(bit, now)) instanceof Move.CopyTo to)) {
      queue.park(entry, cloud.now().plus(HOUR));
      return true;
    }
    long bytes = bit.stripe().footprint();
    if (isCopy) {
      rates.take(new Rates.End(to.to(), copies.node(to.to()).site()), from, bytes, now);
      copied += bytes;
    } else {
      rebuilt += bytes;
    }
    copies.add(bit, to.to());
    queue.remove(entry.bit());
    offer(bit);
    return true;
  }

  private static Moving moving(BitFacts facts) {
    List<Moving.Copy> all =
        facts.copies().stream()
            .map(copy ->
                new Moving.Copy(
                    copy.node(),
                    copy.site(),
                    copy.health().isComplete(),
                    false,
                    copy.health() == Health.HERE,
                    copy.health().isLiving(),
                    Moving.NOBODY,
                    false))
            .toList();
    return new Moving(facts.footprint(), facts.wanted(), Moving.NOBODY, all);
  }

  private void surplus(BitOf bit, BitFacts facts, Verdict.Need need) {
    List<Surplus.Held> held =
        facts.copies().stream()
            .filter(copy -> copy.health() == Health.HERE)
            .map(copy -> held(copies.candidate(copy.node())))
            .toList();
    (need == Verdict.Need.SURPLUS
            ? Surplus.worst(held, facts.wanted())
            : Surplus.worstToKeep(held, facts.wanted()))
        .ifPresent(copy -> copies.remove(bit, copy.node()));
  }

  private Surplus.Held held(Candidate node) {
    return new Surplus.Held(
        node.node(),
        node.site(),
        node.merits().hours(),
        copies.node(node.node()).isHere(cloud.hour() - 1),
        node.freeShare(),
        false);
  }

  private BitFacts facts(BitOf bit) {
    List<CopyFacts> all = bit.holders().stream().map(this::copy).toList();
    SimulatedStripe stripe = bit.stripe();
    return new BitFacts(bit.key(), stripe.footprint(), stripe.copies(), false, false, all);
  }

  private CopyFacts copy(SimulatedNode node) {
    Health health =
        switch (watch.state(node.key())) {
          case HERE -> Health.HERE;
          case AWAY -> Health.AWAY;
          case LEFT -> Health.LEFT;
          case GONE -> Health.GONE;
        };
    double days = Duration.between(node.record().joined(), cloud.now()).toHours() / HOURS_PER_DAY;
    return new CopyFacts(
        node.key(), node.site(), health, node.habit().kind(), days, HOUR.multipliedBy(away(node)));
  }

  /** What placement may use now, for one bit. */
  private final class Cloud implements MovePolicy.Cloud {
    private final BitOf bit;
    private final Instant now;

    private Cloud(BitOf bit, Instant now) {
      this.bit = bit;
      this.now = now;
    }

    @Override
    public Nodes nodes() {
      return Nodes.of(List.copyOf(copies.candidates().values()));
    }

    @Override
    public boolean takesNew(long node) {
      return watch.state(node).counts();
    }

    @Override
    public Set<Long> mates() {
      return copies.mates(bit);
    }

    @Override
    public boolean isBusy(long node) {
      return !rates.allow(new Rates.End(node, copies.node(node).site()), now);
    }
  }
}
