// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.Need;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.placement.Outcome;
import io.fractus.tracker.placement.PlacementPolicy;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.NodeWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places stripes: decides and records within one transaction of the registry, whose single writer
 * makes every decision see the ones before it. Thread-safe.
 */
public final class Placements {
  private static final Logger log = LoggerFactory.getLogger(Placements.class);

  private final Registry registry;
  private final Sessions sessions;
  private final Presence presence;
  private final PlacementPolicy policy;
  private final LivePlacements live;
  private final Dispatcher dispatcher;
  private final Sources sources;
  private final Clocks clocks;
  private final String cloudId;
  private final Candidates candidates;
  private final NodeWatch watch;
  private final AtomicLong lastPlaced = new AtomicLong();
  private final Weaknesses weaknesses;
  private volatile Runnable noSpace = () -> {};

  /** How many went outside of groups when that was last said, and when. */
  private long outsideTold;

  private Instant outsideAt = Instant.MIN;

  Placements(
      Registry registry,
      Sessions sessions,
      Presence presence,
      PlacementPolicy policy,
      LivePlacements live,
      Dispatcher dispatcher,
      Sources sources,
      Clocks clocks,
      String cloudId,
      Candidates candidates,
      NodeWatch watch) {
    this.registry = registry;
    this.sessions = sessions;
    this.presence = presence;
    this.policy = policy;
    this.live = live;
    this.dispatcher = dispatcher;
    this.sources = sources;
    this.clocks = clocks;
    this.cloudId = cloudId;
    this.candidates = candidates;
    this.weaknesses = new Weaknesses(candidates.groups());
    this.watch = watch;
  }

  /**
   * Finds nodes for a stripe, records them on disk and sends the assignments.
   *
   * @throws TrackerException if it cannot be placed; then nothing is recorded
   */
  public PlaceReply place(PlaceRequest request) {
    for (PlaceRequest.Bit bit : request.bits()) {
      if (!bit.metainfo().source().equals(cloudId)) {
        throw new TrackerException(
            new Problem(
                "wrong-cloud",
                "Bit of another cloud",
                400,
                "bit " + bit.infoHash() + " is not of cloud " + cloudId + ": ask for its id"));
      }
    }
    List<InfoHash> hashes = request.bits().stream().map(PlaceRequest.Bit::infoHash).toList();
    Set<Long> avoid = live.avoided(hashes.getFirst());
    Instant now = clocks.wall().instant();
    Instant placed = ownMillisecond(now);
    PlaceReply reply =
        registry.write(rows -> {
          List<BitRecord> bits = new ArrayList<>();
          for (PlaceRequest.Bit bit : request.bits()) {
            bits.add(rows.bits().put(bit.metainfo(), bit.copies(), request.source(), placed));
          }
          return decide(rows, request.layout(), bits, avoid, now);
        });
    live.open(request.layout(), hashes);
    dispatcher.dispatch(hashes, true);
    return reply;
  }

  /**
   * The time of a placement, which no other has: bits of the same time are taken for mates when
   * they move, and what is none of them would be kept from the nodes that are left.
   */
  private Instant ownMillisecond(Instant now) {
    return Instant.ofEpochMilli(
        lastPlaced.updateAndGet(last -> Math.max(last + 1, now.toEpochMilli())));
  }

  /** Sets who hears that a stripe was refused for want of space; must not wait. */
  void onNoSpace(Runnable listener) {
    noSpace = listener;
  }

  /** How many were weak. */
  public Weaknesses weaknesses() {
    return weaknesses;
  }

  /** Finds other nodes for what failed of a stripe that is still being placed. */
  void replace(LivePlacements.Live stripe) {
    Instant now = clocks.wall().instant();
    Set<Long> avoid = live.avoided(stripe.bits().getFirst());
    try {
      registry.write(rows -> {
        List<BitRecord> bits = new ArrayList<>();
        for (InfoHash infoHash : stripe.bits()) {
          rows.bits().find(infoHash).ifPresent(bits::add);
        }
        return decide(rows, stripe.layout(), bits, avoid, now);
      });
    } catch (TrackerException e) {
      log.info("cannot replace copies of a stripe being placed: {}", e.getMessage());
    }
    dispatcher.dispatch(stripe.bits(), false);
  }

  private PlaceReply decide(
      Rows rows, String layout, List<BitRecord> bits, Set<Long> avoid, Instant now) {
    Nodes nodes = candidates.now(rows);
    Set<Long> closed = new HashSet<>(candidates.closed());
    closed.addAll(avoid);
    List<Need> needs = new ArrayList<>();
    for (BitRecord bit : bits) {
      List<Need.Held> held = new ArrayList<>();
      for (Holder holder : rows.copies().holders(bit.key())) {
        if (isGone(holder)) {
          // Made good here, or a rebuilt bit would get one copy and wait for the repair of others.
          closed.add(holder.node().key());
        } else {
          held.add(held(holder));
        }
      }
      needs.add(new Need(bit.footprint(), bit.copiesWanted(), held));
    }
    return switch (policy.place(layout, needs, nodes, closed)) {
      case Outcome.Refused refused -> throw new TrackerException(problem(refused));
      case Outcome.Placed placed -> {
        tell(rows, layout, bits, placed, now);
        tellOutside();
        yield record(rows, bits, placed, now);
      }
    };
  }

  /** Says of a stripe that it is weak, and as an event of one of the nodes that got a bit of it. */
  private void tell(
      Rows rows, String layout, List<BitRecord> bits, Outcome.Placed placed, Instant now) {
    if (placed.added().isEmpty()) {
      return;
    }
    String weakness = placed.weakness();
    if (weaknesses.note(layout, weakness, now, clocks.steady().instant())) {
      String text = "a stripe of " + layout + " " + weakness;
      log.info("{}", text);
      Outcome.Choice first = placed.added().getFirst();
      InfoHash bit = bits.get(first.bit()).metainfo().infoHash();
      rows.events().add(first.node(), "weak-stripe", bit, text, now);
    }
  }

  /** A copy that counts no more unless its node comes back. */
  private boolean isGone(Holder holder) {
    return holder.state() != CopyState.WANTED && !watch.state(holder.node().key()).counts();
  }

  /** Says now and then that more nodes share stripes than should; the metrics count them all. */
  private void tellOutside() {
    Groups.Status groups = candidates.groups().status();
    Instant now = clocks.steady().instant();
    if (groups.outside() > outsideTold && now.isAfter(outsideAt.plus(Limits.EVENT_COALESCING))) {
      log.info("{} more went outside: {}", groups.outside() - outsideTold, groups.latest());
      outsideTold = groups.outside();
      outsideAt = now;
    }
  }

  private Need.Held held(Holder holder) {
    long node = holder.node().key();
    boolean wanted = holder.state() == CopyState.WANTED;
    // What is complete can be read of whoever is here. To fetch it must be told over its channel: a
    // stock client fetches when it looks at its feed, and a stripe does not count on that.
    // Neither does it on a copy that is in doubt.
    boolean online =
        wanted
            ? sessions.online(node).isPresent()
            : holder.state() == CopyState.COMPLETE && presence.isHere(node);
    return new Need.Held(node, online, wanted);
  }

  private PlaceReply record(Rows rows, List<BitRecord> bits, Outcome.Placed placed, Instant now) {
    for (Outcome.Choice dropped : placed.dropped()) {
      rows.copies().remove(bits.get(dropped.bit()).key(), dropped.node());
    }
    for (Outcome.Choice added : placed.added()) {
      rows.copies().add(bits.get(added.bit()), added.node(), now);
    }
    List<PlaceReply.PlacedBit> replies = new ArrayList<>();
    for (int i = 0; i < bits.size(); i++) {
      BitRecord bit = bits.get(i);
      replies.add(
          new PlaceReply.PlacedBit(
              bit.metainfo().infoHash(),
              rows.copies().holders(bit.key()).stream().map(sources::copy).toList(),
              placed.wanting().get(i)));
    }
    return new PlaceReply(replies, placed.shortfall());
  }

  private Problem problem(Outcome.Refused refused) {
    return switch (refused.reason()) {
      case NOT_ENOUGH_NODES ->
          new Problem("not-enough-nodes", "Not enough nodes", 503, refused.detail());
      case NO_SPACE -> {
        noSpace.run();
        yield new Problem("no-space", "Not enough space", 503, refused.detail());
      }
    };
  }
}
