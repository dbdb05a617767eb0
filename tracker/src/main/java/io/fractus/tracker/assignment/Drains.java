// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.placement.Moving;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.Leaving;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.swarm.Swarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves copies away from nodes that drain, and from nodes that hold more than their share.
 * Thread-safe, but for {@link #round}, which one thread calls.
 */
public final class Drains {
  /*
   * For each copy that shall go another is assigned, which says in the registry in whose place it
   * is; when it is complete, the node lets go of its own. So what is under way is known after a
   * kill. Both steps are decided by MovePolicy within one transaction each, whose single writer
   * sees all that was decided before.
   *
   * Nothing else is kept: a sweep over the copies of the node finds what is left to do, and starts
   * over as long as there are any.
   */

  private final Registry registry;
  private final Sessions sessions;
  private final Presence presence;
  private final Swarms swarms;
  private final Dispatcher dispatcher;
  private final MovePolicy policy;
  private final Candidates candidates;
  private final Domains domains;
  private final NodeWatch watch;
  private final Clocks clocks;
  private final Map<Long, Sweep> sweeps = new ConcurrentHashMap<>();

  /** What nodes were told last, for as long as they have something to let go of. */
  private final Map<Long, Told> told = new ConcurrentHashMap<>();

  /** When copies were first seen to be wanted, the first seen first; for the thread of rounds. */
  private final Map<Wanted, Instant> wantedSince = new LinkedHashMap<>();

  private Instant toldAt = Instant.MIN;

  private record Wanted(InfoHash bit, long node, Instant changed) {}

  private record Told(NodeSession session, TrackerMessage.Leaving message) {}

  Drains(
      Registry registry,
      Sessions sessions,
      Presence presence,
      Swarms swarms,
      Dispatcher dispatcher,
      MovePolicy policy,
      Candidates candidates,
      Domains domains,
      NodeWatch watch,
      Clocks clocks) {
    this.registry = registry;
    this.sessions = sessions;
    this.presence = presence;
    this.swarms = swarms;
    this.dispatcher = dispatcher;
    this.policy = policy;
    this.candidates = candidates;
    this.domains = domains;
    this.watch = watch;
    this.clocks = clocks;
  }

  /** Looks at some copies that shall go and does what is due; called twice a second. */
  public void round() {
    if (isDue()) {
      move(clocks.wall().instant());
    }
    Instant now = clocks.steady().instant();
    if (!now.isBefore(toldAt.plus(Limits.DRAIN_TOLD_EVERY))) {
      toldAt = now;
      tellAll();
    }
  }

  private void move(Instant now) {
    DrainRound.Effects effects =
        registry.write(rows ->
            new DrainRound(
                    rows,
                    policy,
                    node -> sweeps.computeIfAbsent(node, _ -> new Sweep(clocks.steady())),
                    this::look,
                    candidates.now(rows),
                    now)
                .run());
    effects.gone().forEach(this::tell);
    dispatcher.dispatch(effects.assigned(), false);
  }

  /** Whether something is under way, or a node that shall let go has not been looked at lately. */
  private boolean isDue() {
    return registry.read(rows -> {
      List<Leaving> leaving = rows.drains().leaving();
      Set<Long> nodes = new HashSet<>(leaving.stream().map(Leaving::node).toList());
      sweeps.keySet().retainAll(nodes);
      return nodes.stream().anyMatch(node -> !rests(node))
          || leaving.stream().anyMatch(node -> node.draining() && node.copies() == 0)
          || !rows.drains().replacements().isEmpty();
    });
  }

  private boolean rests(long node) {
    Sweep sweep = sweeps.get(node);
    return sweep != null && sweep.rests();
  }

  private Moving.Copy look(DrainRound.Facts facts) {
    DrainRows.Copy copy = facts.copy();
    boolean wanted = copy.state() == CopyState.WANTED;
    boolean here = wanted ? sessions.isOnline(copy.node()) : presence.isHere(copy.node());
    Duration most = here ? Limits.MOVE_AGE_MAX : Limits.MOVE_ABSENCE_MAX;
    boolean stalled =
        wanted
            && (gaveUp(copy.node(), facts.bit())
                || wantedFor(new Wanted(facts.bit(), copy.node(), copy.changed())).compareTo(most)
                    > 0);
    return new Moving.Copy(
        copy.node(),
        domains.site(copy.node(), copy.site()),
        copy.state() == CopyState.COMPLETE,
        wanted,
        here,
        !copy.closed() && watch.state(copy.node()).counts(),
        copy.insteadOf(),
        stalled);
  }

  private Duration wantedFor(Wanted copy) {
    Instant now = clocks.steady().instant();
    Instant since = wantedSince.putIfAbsent(copy, now);
    if (wantedSince.size() > Limits.WANTED_REMEMBERED_MAX) {
      wantedSince.remove(wantedSince.keySet().iterator().next());
    }
    return since == null ? Duration.ZERO : Duration.between(since, now);
  }

  private boolean gaveUp(long node, InfoHash bit) {
    return sessions.online(node).filter(session -> session.hasGivenUp(bit)).isPresent();
  }

  /** A node that is absent learns it from its next inventory, a stock client from its feed. */
  private void tell(DrainRound.Gone gone) {
    swarms.left(gone.bit(), gone.node());
    sessions.any(gone.node()).ifPresent(session -> session.release(gone.bit()));
  }

  private void tellAll() {
    Set<Long> nodes = new HashSet<>(told.keySet());
    registry.read(rows -> {
      rows.drains().leaving().forEach(node -> nodes.add(node.node()));
      return null;
    });
    nodes.forEach(node -> sessions.online(node).ifPresent(this::tell));
  }

  /** Tells a node how far it is, if it was not told that already. */
  void tell(NodeSession session) {
    long node = session.node();
    Optional<DrainProgress> progress = progress(node);
    Standing standing = registry.read(rows -> rows.admin().standing(node));
    TrackerMessage.Leaving now =
        new TrackerMessage.Leaving(
            standing == Standing.DRAINING || standing == Standing.DRAINED,
            standing == Standing.DRAINED,
            progress.map(DrainProgress::copiesLeft).orElse(0),
            progress.map(DrainProgress::copiesAtStart).orElse(0),
            progress.map(DrainProgress::text).orElse(""));
    Told what = new Told(session, now);
    if (!what.equals(told.put(node, what))) {
      session.send(now);
    }
    if (progress.isEmpty()) {
      told.remove(node);
    }
  }

  /** How far a node is, if it shall hold less than it does. */
  public Optional<DrainProgress> progress(long node) {
    return registry.read(rows ->
        rows.drains().leaving().stream()
            .filter(leaving -> leaving.node() == node)
            .findFirst()
            .map(leaving -> progress(rows, leaving)));
  }

  private DrainProgress progress(Rows rows, Leaving node) {
    int underWay =
        (int)
            rows.drains().replacements().stream()
                .filter(copy -> copy.insteadOf() == node.node())
                .count();
    List<DrainProgress.Staying> staying = new ArrayList<>();
    Sweep sweep = sweeps.get(node.node());
    if (sweep != null) {
      sweep
          .staying()
          .forEach((reason, copies) ->
              staying.add(
                  new DrainProgress.Staying(
                      Math.min(copies, Math.max(0, node.copies())), reason.text())));
    }
    staying.sort((a, b) -> Integer.compare(b.copies(), a.copies()));
    return new DrainProgress(
        node.copies(),
        node.copiesAtStart(),
        node.excessBytes(),
        underWay,
        staying,
        text(node, underWay, staying));
  }

  private static String text(Leaving node, int underWay, List<DrainProgress.Staying> staying) {
    StringBuilder text = new StringBuilder();
    if (node.draining()) {
      int most = Math.max(node.copies(), node.copiesAtStart());
      text.append("draining: %d of %d bits left".formatted(node.copies(), most));
    } else {
      text.append("shrinking: %d bytes more than its share left".formatted(node.excessBytes()));
    }
    text.append(", ").append(underWay).append(" under way");
    for (DrainProgress.Staying some : staying) {
      text.append(", ").append(some.copies()).append(" cannot be placed: ").append(some.reason());
    }
    return text.toString();
  }
}
