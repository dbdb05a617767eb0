// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.torrents.BitMetainfo;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.Keepers;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.RepairRows.Count;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.CopyFacts;
import io.fractus.tracker.repair.Health;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairPolicy;
import io.fractus.tracker.repair.Surplus;
import io.fractus.tracker.repair.Surplus.Held;
import io.fractus.tracker.repair.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all copies of bits that have more than wanted, such as of a node that came back, and
 * lets go of what is not kept in reserve. Used under the lock of {@link Repairs}.
 */
final class Surpluses {
  private static final Logger log = LoggerFactory.getLogger(Surpluses.class);

  private final Registry registry;
  private final RepairView view;
  private final RepairPolicy policy;
  private final Reserves reserves;
  private final Function<Rows, Nodes> candidates;
  private final Groups groups;
  private final Clocks clocks;
  private final Set<Long> waiting = new LinkedHashSet<>();
  private final Set<Long> looking = new HashSet<>();
  private final Since<Long> rested;
  private final Queue<Looked> looked = new ConcurrentLinkedQueue<>();
  private volatile CopyAuditor auditor = (_, _) -> false;

  /** Which nodes of a bit gave a right piece of it. */
  private record Looked(long bit, Set<Long> right) {}

  private record Look(long bit, BitMetainfo metainfo, List<Long> nodes) {}

  Surpluses(
      Registry registry,
      RepairView view,
      RepairPolicy policy,
      Reserves reserves,
      Function<Rows, Nodes> candidates,
      Groups groups,
      Clocks clocks) {
    this.registry = registry;
    this.view = view;
    this.policy = policy;
    this.reserves = reserves;
    this.candidates = candidates;
    this.groups = groups;
    this.clocks = clocks;
    this.rested = new Since<>(clocks.steady(), RepairLimits.SURPLUS_WAITING_MAX);
  }

  /** Sets who looks at copies; before that none goes. */
  void setAuditor(CopyAuditor other) {
    auditor = other;
  }

  /** What a bit is said to need: whether there are more complete copies than wanted. */
  void sort(BitFacts bit, Verdict.Need need) {
    if (need == Verdict.Need.RESERVE) {
      if (reserves.keep(bit)) {
        offer(bit.key());
      }
      return;
    }
    reserves.drop(bit.key());
    if (need == Verdict.Need.SURPLUS) {
      offer(bit.key());
    }
  }

  /** A bit has copies that shall be looked at. */
  private void offer(long bit) {
    boolean rests = rested.knows(bit) && rested.seen(bit).compareTo(RepairLimits.SURPLUS_PAUSE) < 0;
    if (!rests && waiting.size() < RepairLimits.SURPLUS_WAITING_MAX && !looking.contains(bit)) {
      rested.forget(bit);
      waiting.add(bit);
    }
  }

  /** How many bits wait to be looked at. */
  int size() {
    return waiting.size() + looking.size();
  }

  /** Has some bits looked at, and lets copies go of those that were; these shall be told. */
  List<DrainRound.Gone> round() {
    List<Looked> done = new ArrayList<>();
    for (Looked one = looked.poll(); one != null; one = looked.poll()) {
      looking.remove(one.bit());
      done.add(one);
    }
    Set<Long> settled = new HashSet<>();
    List<DrainRound.Gone> gone =
        done.isEmpty() ? List.of() : registry.write(rows -> letGo(rows, done, settled));
    // What could not go is left alone for a while; of what did, the change has it looked at again.
    for (Looked one : done) {
      if (!settled.contains(one.bit())) {
        var _ = rested.seen(one.bit());
      }
    }
    begin();
    return gone;
  }

  private void begin() {
    List<Long> next =
        waiting.stream()
            .limit(Math.max(0, RepairLimits.SURPLUS_AUDITS_MAX - looking.size()))
            .toList();
    if (next.isEmpty()) {
      return;
    }
    waiting.removeAll(next);
    List<Look> looks =
        registry.read(rows -> next.stream().flatMap(bit -> look(rows, bit).stream()).toList());
    for (Look look : looks) {
      looking.add(look.bit());
      Thread.ofVirtual().name("surplus").start(() -> run(look));
    }
  }

  private Optional<Look> look(Rows rows, long key) {
    Optional<DrainRows.Bit> bit = rows.drains().bit(key);
    if (bit.isEmpty()) {
      return Optional.empty();
    }
    BitFacts facts = view.facts(rows, bit.get());
    if (!hasTooMany(facts)) {
      return Optional.empty();
    }
    List<Long> nodes = here(facts).stream().map(CopyFacts::node).toList();
    BitMetainfo metainfo = rows.bits().find(bit.get().infoHash()).orElseThrow().metainfo();
    return Optional.of(new Look(key, metainfo, nodes));
  }

  private boolean hasTooMany(BitFacts facts) {
    return switch (policy.judge(facts).need()) {
      case RESERVE, SURPLUS -> true;
      case NOTHING, GIVE_UP, COPY, SOURCE, REBUILD -> false;
    };
  }

  private static List<CopyFacts> here(BitFacts facts) {
    return facts.copies().stream().filter(copy -> copy.health() == Health.HERE).toList();
  }

  private void run(Look look) {
    Set<Long> right = new HashSet<>();
    try {
      for (long node : look.nodes()) {
        if (auditor.isRight(node, look.metainfo())) {
          right.add(node);
        }
      }
    } catch (RuntimeException e) {
      log.debug(
          "cannot look at the copies of bit {}: {}", look.metainfo().infoHash(), e.toString());
    } finally {
      looked.add(new Looked(look.bit(), right));
    }
  }

  private List<DrainRound.Gone> letGo(Rows rows, List<Looked> done, Set<Long> settled) {
    Nodes nodes = candidates.apply(rows);
    Instant now = clocks.wall().instant();
    List<DrainRound.Gone> gone = new ArrayList<>();
    for (Looked one : done) {
      Optional<DrainRows.Bit> bit = rows.drains().bit(one.bit());
      if (bit.isEmpty()) {
        continue;
      }
      BitFacts facts = view.facts(rows, bit.get());
      List<Held> held = held(rows, bit.get(), facts, one, nodes);
      if (isReserve(facts) && isRight(facts, held)) {
        reserves.looked(facts);
        settled.add(one.bit());
      }
      Optional<Held> goes = goes(facts, held);
      if (goes.isPresent() && rows.copies().remove(one.bit(), goes.get().node())) {
        rows.repairs().count(Count.SURPLUS, 1, now);
        rows.repairs().count(Count.SURPLUS_BYTES, bit.get().footprint(), now);
        settled.add(one.bit());
        gone.add(new DrainRound.Gone(bit.get().infoHash(), goes.get().node()));
      }
    }
    return gone;
  }

  private boolean isReserve(BitFacts facts) {
    return policy.judge(facts).need() == Verdict.Need.RESERVE;
  }

  /** Whether all its complete copies were here, and seen to be right. */
  private static boolean isRight(BitFacts facts, List<Held> held) {
    return held.size() == facts.wanted() + facts.extra() + facts.spare()
        && held.stream().allMatch(Held::verified);
  }

  private Optional<Held> goes(BitFacts facts, List<Held> held) {
    return switch (policy.judge(facts).need()) {
      case SURPLUS -> Surplus.worst(held, facts.wanted());
      case RESERVE ->
          reserves.isGivingWay()
              ? Surplus.worst(held, facts.wanted())
              : Surplus.worstToKeep(held, facts.wanted());
      case NOTHING, GIVE_UP, COPY, SOURCE, REBUILD -> Optional.empty();
    };
  }

  private List<Held> held(
      Rows rows, DrainRows.Bit bit, BitFacts facts, Looked looked, Nodes nodes) {
    List<Long> holders = facts.copies().stream().map(CopyFacts::node).toList();
    Keepers keepers = groups.keepers(nodes.size(), holders, rows.drains().matesHolders(bit));
    List<Held> held = new ArrayList<>();
    for (CopyFacts copy : here(facts)) {
      @Nullable Candidate node = nodes.find(copy.node()).orElse(null);
      if (node != null) {
        held.add(
            new Held(
                copy.node(),
                copy.site(),
                node.merits().hours(),
                looked.right().contains(copy.node()),
                node.freeShare(),
                keepers.isGuest(copy.node())));
      }
    }
    return held;
  }
}
