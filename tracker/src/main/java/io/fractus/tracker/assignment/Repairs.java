// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.RebuildReply;
import io.fractus.protocol.control.RebuildRequest;
import io.fractus.protocol.control.RebuildRequest.Outcome;
import io.fractus.protocol.control.RebuildRequest.Result;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.Move;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.RepairRows;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.Bursts;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.Rates;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairPolicy;
import io.fractus.tracker.repair.RepairQueue;
import io.fractus.tracker.repair.RepairQueue.Entry;
import io.fractus.tracker.repair.RepairSettings;
import io.fractus.tracker.repair.Urgency;
import io.fractus.tracker.repair.Verdict;
import io.fractus.tracker.swarm.Swarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes good the copies that are gone. Thread-safe. */
public final class Repairs {
  /*
   * What is lost follows from what is known of nodes and copies; which nodes are is in the
   * registry, and so is each repair that was begun, under the key of its bit: there are never two
   * of one. A look at the copies of a node that changed, and at all bits now and then, finds what
   * is to be done, and each of that is judged anew in the transaction that begins it. So a kill
   * costs nothing but looks. The queue between them is only an order.
   */

  private static final Logger log = LoggerFactory.getLogger(Repairs.class);

  private final Registry registry;
  private final Sessions sessions;
  private final Swarms swarms;
  private final Dispatcher dispatcher;
  private final Candidates candidates;
  private final MovePolicy moves;
  private final RepairPolicy policy;
  private final NodeWatch watch;
  private final Rates rates;
  private final Bursts bursts;
  private final LostNodes lost;
  private final RepairView view;
  private final RepairSweeps sweeps;
  private final RepairQueue queue = new RepairQueue(RepairLimits.QUEUE_MAX);
  private final Rebuilds rebuilds;
  private final Reserves reserves;
  private final Surpluses surpluses;
  private final StuckBits stuck = new StuckBits();
  private final RepairEndings endings;

  /** Bits that gateways rebuilt, and of which nodes have yet to fetch the first copy. */
  private final Since<InfoHash> settling;

  private final Duration suspectPatience;
  private final Clocks clocks;
  private Instant watched = Instant.MIN;

  Repairs(
      Registry registry,
      Sessions sessions,
      Presence presence,
      NodeHistory history,
      Swarms swarms,
      LivePlacements live,
      Dispatcher dispatcher,
      Candidates candidates,
      Domains domains,
      ProbeHints hints,
      NodeWatch watch,
      RepairSettings settings,
      Clocks clocks,
      RandomGenerator random) {
    this.registry = registry;
    this.sessions = sessions;
    this.swarms = swarms;
    this.dispatcher = dispatcher;
    this.candidates = candidates;
    this.moves = new MovePolicy(random, candidates.groups());
    this.policy = new RepairPolicy(settings);
    this.watch = watch;
    this.rates = new Rates(settings, clocks.steady().instant(), node -> given(history, node));
    this.bursts = new Bursts(settings.burstPause());
    this.lost = new LostNodes(registry, history, hints, watch, bursts, domains, clocks);
    this.reserves = new Reserves(clocks.steady());
    this.view = new RepairView(sessions, presence, history, live, watch, settings, domains, clocks);
    this.sweeps = new RepairSweeps(clocks.steady());
    this.settling = new Since<>(clocks.steady(), RepairLimits.SURPLUS_WAITING_MAX);
    this.endings = new RepairEndings(view, clocks.steady());
    this.rebuilds = new Rebuilds(registry, view, policy, clocks);
    Groups groups = candidates.groups();
    this.surpluses =
        new Surpluses(registry, view, policy, reserves, candidates::now, groups, clocks);
    this.suspectPatience = settings.suspectPatience();
    this.clocks = clocks;
    registry.onDamage(changes -> changes.damaged().forEach(sweeps::touch));
    history.setPatience(node -> settings.patience().with(lost.kind(node)));
    lost.resume().forEach(sweeps::node);
  }

  /** How fast a node gives, as far as is known. */
  private static double given(NodeHistory history, long node) {
    Double speed = history.service(node).bytesPerSecond();
    return speed == null ? Double.MAX_VALUE : speed;
  }

  /** Looks at some bits and does what is due; called twice a second. */
  public synchronized void round() {
    watch();
    sweep();
    act();
    rebuilds.expire();
    surpluses.round().forEach(this::tell);
  }

  /** Sets who looks at copies before one that is more than wanted goes. */
  public void setAuditor(CopyAuditor auditor) {
    surpluses.setAuditor(auditor);
  }

  /** A stripe was refused for want of space: no copy stays in reserve. Does not wait. */
  void makeWay() {
    reserves.giveWay();
  }

  /** An operator knows that a node will not come back: its copies are made elsewhere now. */
  public synchronized void declareLost(long node, String reason) {
    lost.declare(node, reason);
    sweeps.node(node);
  }

  /** Gives a gateway bits to rebuild, and takes what became of others. */
  public synchronized RebuildReply rebuilds(RebuildRequest request) {
    RebuildReply reply = rebuilds.answer(request);
    rebuilds.takeSettled().forEach(sweeps::touch);
    for (Outcome outcome : request.over()) {
      if (outcome.result() == Result.REBUILT) {
        settling.forget(outcome.bit());
        var _ = settling.seen(outcome.bit());
      }
      sweeps.touch(outcome.bit());
    }
    return reply;
  }

  /** Whether there is anything that comes before what is only for the better. */
  synchronized boolean isBusy() {
    Map<Urgency, Integer> waiting = queue.sizes();
    return bursts.isPaused(clocks.steady().instant())
        || !sweeps.haveSeenAll()
        || sweeps.nodesLeft() > 0
        || rebuilds.size() > 0
        || queue.size() > queue.parked()
        || waiting.getOrDefault(Urgency.REBUILD, 0) + waiting.getOrDefault(Urgency.URGENT, 0) > 0;
  }

  /** Looks at a bit soon: it may have more copies than it shall. Does not wait. */
  void lookAt(InfoHash bit) {
    sweeps.touch(bit);
  }

  /** How far it is. */
  public synchronized RepairStatus status() {
    Instant now = clocks.steady().instant();
    Instant wall = clocks.wall().instant();
    Map<String, Integer> sizes = new TreeMap<>();
    for (Urgency urgency : Urgency.values()) {
      int waiting = queue.sizes().getOrDefault(urgency, 0);
      sizes.put(
          urgency.name().toLowerCase(Locale.ROOT),
          urgency == Urgency.REBUILD ? waiting + rebuilds.size() : waiting);
    }
    return registry.read(rows -> {
      List<RepairRows.Repair> all = rows.repairs().all();
      List<RepairRows.Repair> copies = all.stream().filter(repair -> repair.node() != 0).toList();
      return new RepairStatus(
          sizes,
          queue.parked(),
          stuck.counts(),
          copies.size(),
          copies.stream().mapToLong(RepairRows.Repair::bytes).sum(),
          all.size() - copies.size(),
          reserves.status(clocks),
          bursts.isPaused(now) ? clocks.toWall(bursts.until()) : null,
          sweeps.nodesLeft(),
          lost.view(rows),
          rows.repairs().done(wall),
          rows.repairs().done(wall.minus(Duration.ofDays(6))));
    });
  }

  private void watch() {
    Instant now = clocks.steady().instant();
    if (now.isBefore(watched.plus(RepairLimits.WATCH))) {
      return;
    }
    watched = now;
    lost.look().forEach(sweeps::node);
    if (lost.haveMoreCome()) {
      stuck.bits().forEach(queue::retry);
    }
    view.setMembers(lost.members());
    makeRoom();
    if (bursts.look(lost.membersBySite(), now)) {
      log.warn(
          "many nodes went at once: repairs that are not urgent wait for {} minutes",
          Duration.between(now, bursts.until()).toMinutes());
    }
  }

  /** What is in reserve where space is wanted now is looked at at once. */
  private void makeRoom() {
    view.newlyCrowded().forEach(sweeps::node);
    if (reserves.beganToGiveWay()) {
      log.info("space is wanted and there is none: copies that are in reserve go");
      sweeps.restart();
    }
  }

  private void sweep() {
    if (!sweeps.isDue()) {
      return;
    }
    record Looked(InfoHash name, BitFacts bit, Verdict verdict) {}

    List<Looked> all =
        registry.read(rows -> {
          List<Looked> looked = new ArrayList<>();
          for (long key : sweeps.next(rows, RepairLimits.LOOKS_MAX)) {
            Optional<DrainRows.Bit> bit = rows.drains().bit(key);
            if (bit.isPresent() && rows.repairs().of(key).isEmpty()) {
              BitFacts facts = view.facts(rows, bit.get());
              looked.add(new Looked(bit.get().infoHash(), facts, policy.judge(facts)));
            }
          }
          return looked;
        });
    Instant now = clocks.steady().instant();
    all.forEach(looked -> sort(looked.name(), looked.bit(), looked.verdict(), now));
    for (RepairView.Copy copy : view.takeToVerify()) {
      sessions
          .online(copy.node())
          .ifPresent(session -> session.send(new TrackerMessage.Verify(copy.bit())));
    }
  }

  private void sort(InfoHash name, BitFacts bit, Verdict verdict, Instant now) {
    Entry entry = new Entry(bit.key(), bit.footprint(), verdict.urgency(), verdict.days());
    surpluses.sort(bit, verdict.need());
    if (verdict.need() != Verdict.Need.REBUILD && !bit.isYoung()) {
      rebuilds.forget(bit.key());
    }
    switch (verdict.need()) {
      case COPY, GIVE_UP -> queue.offer(entry);
      case REBUILD -> {
        queue.remove(bit.key());
        rebuilds.offer(entry);
        if (settling.knows(name) && settling.seen(name).compareTo(RepairLimits.REBUILD_PAUSE) < 0) {
          // Its first copy is on the way: looked at until it stands, and needs a sibling.
          queue.park(entry, now.plus(RepairLimits.BUSY_PAUSE));
        }
      }
      case SOURCE -> queue.park(entry, now.plus(RepairLimits.SOURCE_PAUSE));
      case NOTHING, RESERVE, SURPLUS -> {
        queue.remove(bit.key());
        stuck.remove(bit.key());
        if (bit.isInDoubt()) {
          queue.park(entry, now.plus(suspectPatience));
        } else if (bit.isYoung()) {
          // Nobody says when its gateway is done with it, or gave it up.
          queue.park(entry, now.plus(RepairLimits.YOUNG_PAUSE));
        }
      }
    }
  }

  private void act() {
    List<RepairRows.Repair> over = registry.read(endings::over);
    List<Entry> due = due();
    if (over.isEmpty() && due.isEmpty()) {
      return;
    }
    RepairRound.Times times =
        new RepairRound.Times(clocks.wall().instant(), clocks.steady().instant());
    RepairRound.Effects effects =
        registry.write(rows ->
            new RepairRound(
                    rows,
                    view,
                    policy,
                    moves,
                    watch,
                    rates,
                    candidates.now(rows),
                    endings::failed,
                    times)
                .run(over, due));
    for (Entry entry : due) {
      queue.remove(entry.bit());
      stuck.remove(entry.bit());
    }
    effects.left().forEach(left -> leave(left, times.steady()));
    for (RepairRows.Repair repair : over) {
      sweeps.touch(repair.infoHash());
    }
    effects.gone().forEach(this::tell);
    dispatcher.dispatch(effects.assigned(), false);
  }

  /** The bits that are tried in this round. */
  private List<Entry> due() {
    Instant now = clocks.steady().instant();
    List<Entry> due = new ArrayList<>();
    if (!rates.allow(now)) {
      return due;
    }
    boolean isPaused = bursts.isPaused(now);
    Optional<Entry> next = queue.first(now);
    while (next.isPresent() && due.size() < RepairLimits.TRIED_MAX) {
      if (isPaused && !next.get().urgency().isDoneInBursts()) {
        break;
      }
      due.add(next.get());
      next = queue.after(next.get());
    }
    return due;
  }

  private void leave(RepairRound.Left left, Instant now) {
    if (left.need() == Verdict.Need.COPY) {
      rebuilds.forget(left.entry().bit());
      stuck.put(left.entry().bit(), left.reason());
      if (left.reason() == Move.Reason.NO_ROOM) {
        reserves.giveWay();
      }
    }
    switch (left.need()) {
      case GIVE_UP -> {}
      case NOTHING, RESERVE, SURPLUS, REBUILD -> left.bit().ifPresent(sweeps::touch);
      case SOURCE -> queue.park(left.entry(), now.plus(RepairLimits.SOURCE_PAUSE));
      case COPY ->
          queue.park(
              left.entry(),
              now.plus(
                  left.reason() == Move.Reason.BUSY
                      ? RepairLimits.BUSY_PAUSE
                      : RepairLimits.STUCK_PAUSE));
    }
  }

  /** A node that is absent learns it from its next inventory, a stock client from its feed. */
  private void tell(DrainRound.Gone gone) {
    swarms.left(gone.bit(), gone.node());
    sessions.any(gone.node()).ifPresent(session -> session.release(gone.bit()));
  }
}
