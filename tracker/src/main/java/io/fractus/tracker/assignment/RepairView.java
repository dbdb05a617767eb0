// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.CopyFacts;
import io.fractus.tracker.repair.Health;
import io.fractus.tracker.repair.NodeWatch;
import io.fractus.tracker.repair.RepairLimits;
import io.fractus.tracker.repair.RepairSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the copies of a bit are worth now. Used under the lock of {@link Repairs}. */
final class RepairView {
  private static final int REMEMBERED_MAX = 100_000;

  private final Sessions sessions;
  private final Presence presence;
  private final NodeHistory history;
  private final LivePlacements live;
  private final NodeWatch watch;
  private final RepairSettings settings;
  private final Domains domains;
  private final Clocks clocks;
  private final Since<Awaited> wanted;
  private final Since<Copy> suspects;
  private final Set<Copy> toVerify = new LinkedHashSet<>();
  private Map<Long, NodeRecord> members = Map.of();
  private Set<Long> crowded = Set.of();

  private record Awaited(InfoHash bit, long node, Instant changed) {}

  /** A copy by its bit and its node. */
  record Copy(InfoHash bit, long node) {}

  RepairView(
      Sessions sessions,
      Presence presence,
      NodeHistory history,
      LivePlacements live,
      NodeWatch watch,
      RepairSettings settings,
      Domains domains,
      Clocks clocks) {
    this.sessions = sessions;
    this.presence = presence;
    this.history = history;
    this.live = live;
    this.watch = watch;
    this.settings = settings;
    this.domains = domains;
    this.clocks = clocks;
    this.wanted = new Since<>(clocks.steady(), REMEMBERED_MAX);
    this.suspects = new Since<>(clocks.steady(), REMEMBERED_MAX);
  }

  void setMembers(Map<Long, NodeRecord> nodes) {
    members = nodes;
  }

  BitFacts facts(Rows rows, DrainRows.Bit bit) {
    List<DrainRows.Copy> copies = rows.drains().copies(bit.key());
    Instant now = clocks.wall().instant();
    boolean isNew =
        copies.stream().allMatch(copy -> copy.state() == CopyState.WANTED)
            && now.isBefore(Instant.ofEpochMilli(bit.placed()).plus(Limits.LIVE_PLACEMENT_AGE_MAX));
    boolean isMoving = bit.moving() || copies.stream().anyMatch(copy -> copy.insteadOf() != 0);
    List<CopyFacts> facts = new ArrayList<>();
    for (DrainRows.Copy copy : copies) {
      facts.add(facts(rows, bit.infoHash(), copy, now));
    }
    return new BitFacts(
        bit.key(),
        bit.footprint(),
        bit.copiesWanted(),
        isNew || isBeingPlaced(bit, copies),
        isMoving || copies.stream().anyMatch(DrainRows.Copy::closed),
        bit.extra(),
        facts);
  }

  /** Whether its gateway sees to it that it gets the copies that it lacks. */
  private boolean isBeingPlaced(DrainRows.Bit bit, List<DrainRows.Copy> copies) {
    boolean isWhole =
        copies.size() >= bit.copiesWanted()
            && copies.stream().noneMatch(copy -> copy.state() == CopyState.WANTED);
    return !isWhole && live.of(bit.infoHash()).isPresent();
  }

  private CopyFacts facts(Rows rows, InfoHash bit, DrainRows.Copy copy, Instant now) {
    @Nullable NodeRecord node = member(rows, copy.node());
    Health health = node == null ? Health.GONE : health(bit, copy);
    NodeClass kind = node == null ? NodeClass.HOME : NodeClass.of(node.nodeClass());
    double age = node == null ? 0 : days(Duration.between(node.joined(), now));
    Duration away =
        health == Health.AWAY || health == Health.DOUBTED
            ? Duration.ofMillis(history.absence(copy.node()).awayMillis())
            : Duration.ZERO;
    return new CopyFacts(
        copy.node(),
        domains.site(copy.node(), copy.site()),
        health,
        kind,
        Math.max(0, age),
        away,
        node != null && isCrowded(node));
  }

  /** Whether a node has no space for copies that are not wanted. */
  private boolean isCrowded(NodeRecord node) {
    double free = (double) (node.shareBytes() - node.usedBytes()) / node.shareBytes();
    // A share of nothing has nothing free.
    return !(free >= RepairLimits.RESERVE_FREE_MIN)
        || sessions.any(node.key()).filter(s -> s.isFull(clocks.steady().instant())).isPresent();
  }

  /** Members that have no space to spare, and had some when this was last asked. */
  Set<Long> newlyCrowded() {
    Set<Long> before = crowded;
    crowded =
        members.values().stream()
            .filter(this::isCrowded)
            .map(NodeRecord::key)
            .collect(Collectors.toUnmodifiableSet());
    Set<Long> since = new HashSet<>(crowded);
    since.removeAll(before);
    return since;
  }

  /** One that has just joined may not be among the members yet; null if it was revoked. */
  private @Nullable NodeRecord member(Rows rows, long node) {
    NodeRecord known = members.get(node);
    if (known != null || rows.admin().standing(node) == Standing.REVOKED) {
      return known;
    }
    return rows.nodes().byKey(node).orElse(null);
  }

  private static double days(Duration duration) {
    return (double) duration.toMillis() / Duration.ofDays(1).toMillis();
  }

  private Health health(InfoHash bit, DrainRows.Copy copy) {
    NodeWatch.State state = watch.state(copy.node());
    return switch (copy.state()) {
      case WANTED -> isAwaited(bit, copy) ? Health.COMING : Health.STALLED;
      case COMPLETE -> {
        suspects.forget(new Copy(bit, copy.node()));
        yield state.counts()
            ? presence.isHere(copy.node()) ? Health.HERE : Health.AWAY
            : gone(state);
      }
      case SUSPECT -> state.counts() ? suspect(new Copy(bit, copy.node())) : gone(state);
    };
  }

  private static Health gone(NodeWatch.State state) {
    return state == NodeWatch.State.GONE ? Health.GONE : Health.LEFT;
  }

  /** Its node may find it right: nobody copies what is there. */
  private Health suspect(Copy copy) {
    Duration doubted = suspects.seen(copy);
    if (doubted.isZero()) {
      toVerify.add(copy);
    }
    return doubted.compareTo(settings.suspectPatience()) < 0 ? Health.DOUBTED : Health.GONE;
  }

  private boolean isAwaited(InfoHash bit, DrainRows.Copy copy) {
    if (sessions.online(copy.node()).filter(session -> session.hasGivenUp(bit)).isPresent()) {
      return false;
    }
    boolean here = sessions.isOnline(copy.node());
    Duration most = here ? Limits.MOVE_AGE_MAX : Limits.MOVE_ABSENCE_MAX;
    return wanted.seen(new Awaited(bit, copy.node(), copy.changed())).compareTo(most) <= 0;
  }

  /** Copies that nodes shall verify, once. */
  List<Copy> takeToVerify() {
    List<Copy> taken = List.copyOf(toVerify);
    toVerify.clear();
    return taken;
  }
}
