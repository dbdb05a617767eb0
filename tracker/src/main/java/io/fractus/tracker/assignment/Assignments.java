// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.tracker.channel.NodeListener;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.movement.MovementSettings;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.MovePolicy;
import io.fractus.tracker.placement.PlacementPolicy;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.probe.Prober;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.RepairSettings;
import io.fractus.tracker.swarm.Swarms;
import java.util.random.RandomGenerator;

/** The parts that decide who shall hold what, put together. Thread-safe. */
public final class Assignments implements AutoCloseable {
  private final Placements placements;
  private final Sources sources;
  private final Reports reports;
  private final Releases releases;
  private final Orphans orphans;
  private final NodeConversation conversation;
  private final Dispatcher dispatcher;
  private final Completions completions = new Completions();
  private final StockCopies stock;
  private final Drains drains;
  private final Repairs repairs;
  private final Demand demand;
  private final Movements movements;

  public Assignments(
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      NodeHistory history,
      ProbeHints hints,
      String cloudId,
      RepairSettings settings,
      MovementSettings movement,
      Domains domains,
      Clocks clocks,
      RandomGenerator random,
      Prober prober) {
    Presence presence = new Presence(sessions, history);
    SourceOrder order = new SourceOrder(presence, history, clocks.steady());
    LivePlacements live = new LivePlacements(clocks.steady());
    Evidence evidence = new Evidence(clocks.steady());
    NodeWatch watch = new NodeWatch(settings.patience());
    Groups groups = new Groups();
    Candidates candidates = candidates(registry, sessions, watch, history, domains, groups, clocks);
    this.dispatcher = new Dispatcher(registry, sessions, order, live, watch, random);
    this.sources =
        new Sources(registry, presence, sessions.reachability(), order, completions, watch);
    this.placements =
        new Placements(
            registry,
            sessions,
            presence,
            new PlacementPolicy(random, groups),
            live,
            dispatcher,
            sources,
            clocks,
            cloudId,
            candidates,
            watch);
    this.demand = new Demand(registry, clocks.steady());
    this.reports =
        new Reports(registry, sessions, order, evidence, history, hints, demand, clocks.wall());
    this.releases = new Releases(registry, sessions, swarms, live, clocks.wall());
    this.orphans = new Orphans(registry, sessions, presence, completions, cloudId, clocks.wall());
    this.stock =
        new StockCopies(
            registry, dispatcher, completions, evidence, history, clocks, random, prober);
    this.drains =
        drains(registry, sessions, presence, swarms, candidates, domains, watch, clocks, random);
    this.repairs =
        new Repairs(
            registry,
            sessions,
            presence,
            history,
            swarms,
            live,
            dispatcher,
            candidates,
            domains,
            hints,
            watch,
            settings,
            clocks,
            random);
    placements.onNoSpace(repairs::makeWay);
    MovementScene.Parts parts =
        new MovementScene.Parts(candidates, history, watch, live, demand, random);
    this.movements =
        new Movements(
            registry, sessions, swarms, dispatcher, repairs, parts, movement, evidence, clocks);
    this.conversation =
        conversation(registry, sessions, swarms, live, evidence, history, hints, clocks);
  }

  private static Candidates candidates(
      Registry registry,
      Sessions sessions,
      NodeWatch watch,
      NodeHistory history,
      Domains domains,
      Groups groups,
      Clocks clocks) {
    NodeIndex index = NodeIndex.of(registry);
    registry.write(rows -> {
      index.refresh(rows);
      return null;
    });
    new PlacedGroups(registry).takeUp(index.size(), groups);
    return new Candidates(index, sessions, watch, new MeritBook(history), domains, groups, clocks);
  }

  private Drains drains(
      Registry registry,
      Sessions sessions,
      Presence presence,
      Swarms swarms,
      Candidates candidates,
      Domains domains,
      NodeWatch watch,
      Clocks clocks,
      RandomGenerator random) {
    MovePolicy moves = new MovePolicy(random, candidates.groups());
    return new Drains(
        registry,
        sessions,
        presence,
        swarms,
        dispatcher,
        moves,
        candidates,
        domains,
        watch,
        clocks);
  }

  /** Once what it speaks for is there. */
  private NodeConversation conversation(
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      LivePlacements live,
      Evidence evidence,
      NodeHistory history,
      ProbeHints hints,
      Clocks clocks) {
    return new NodeConversation(
        registry,
        sessions.reachability(),
        swarms,
        dispatcher,
        placements,
        live,
        completions,
        orphans,
        evidence,
        history,
        hints,
        new LeaveWishes(registry, history, drains, clocks.wall()),
        clocks);
  }

  public Placements placements() {
    return placements;
  }

  public Sources sources() {
    return sources;
  }

  public Reports reports() {
    return reports;
  }

  public Releases releases() {
    return releases;
  }

  /** What takes what stock clients announce of their copies. */
  public StockCopies stock() {
    return stock;
  }

  /** What moves copies away from nodes that shall hold less. */
  public Drains drains() {
    return drains;
  }

  /** What makes good the copies that are gone. */
  public Repairs repairs() {
    return repairs;
  }

  /** What makes copies for readers, and moves copies for space and speed. */
  public Movements movements() {
    return movements;
  }

  /** What takes the messages of the nodes. */
  public NodeListener nodes() {
    return conversation;
  }

  /** Looks again at bits of which it could not be said whose they are; called now and then. */
  public void sweepOrphans() {
    orphans.sweep();
  }

  /** Forgets very old releases; called now and then. */
  public void forgetReleases() {
    orphans.forget();
  }

  /** Writes how often bits were read; called now and then. */
  public void writeDemand() {
    demand.write();
  }

  /** Answers the questions that wait and ends the attempts that wait. */
  @Override
  public void close() {
    stock.close();
    completions.close();
    dispatcher.close();
  }
}
