// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.movement.DayBudget;
import io.fractus.tracker.movement.MovementBit;
import io.fractus.tracker.movement.MovementLimits;
import io.fractus.tracker.movement.MovementNode;
import io.fractus.tracker.movement.MovementPolicy;
import io.fractus.tracker.movement.Room;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Keepers;
import io.fractus.tracker.registry.DrainRows;
import io.fractus.tracker.registry.MovementRows;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.NodeWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The cloud as movement sees it in one transaction. Used once; not thread-safe. */
final class MovementScene {
  /** The tag of nodes whose copies shall go. */
  private static final String SLOW = "slow";

  private final Rows rows;
  private final Parts parts;
  private final Instant now;
  private final Map<Long, Candidate> nodes = new LinkedHashMap<>();
  private final Map<Long, Fixed> fixed = new HashMap<>();
  private final Map<Long, Integer> moves = new HashMap<>();
  private final List<Long> drawn;
  private final Set<Long> closed;
  private final Room room;
  private final DayBudget budget;
  private int underWay;

  /** What it is seen with. */
  record Parts(
      Candidates candidates,
      NodeHistory history,
      NodeWatch watch,
      LivePlacements live,
      Demand demand,
      RandomGenerator random) {}

  /** What does not change while it is looked at. */
  private record Fixed(boolean isQuiet, boolean isDemoted, double bytesPerSecond) {}

  /**
   * @param now by the wall clock
   * @param bytesPerDay what may be moved in a day when nodes hold so much
   */
  MovementScene(Rows rows, Parts parts, LongUnaryOperator bytesPerDay, Instant now) {
    this.rows = rows;
    this.parts = parts;
    this.now = now;
    this.closed = rows.admin().closed();
    parts.candidates().now(rows).all().forEach(node -> nodes.put(node.node(), node));
    NodeIndex.Total space = parts.candidates().total(rows);
    this.room = Room.of(space.shareBytes(), space.usedBytes());
    this.budget =
        new DayBudget(
            bytesPerDay.applyAsLong(space.usedBytes()),
            rows.movement().done(now).bytes(),
            rows.movement().ofNodes(now));
    for (MovementRows.Moved move : rows.movement().all()) {
      began(move.node(), List.of());
      if (move.from() != 0) {
        moves.merge(move.from(), 1, Integer::sum);
      }
    }
    this.drawn = draw(new ArrayList<>(nodes.keySet()), parts.random());
  }

  private static List<Long> draw(List<Long> keys, RandomGenerator random) {
    int most = MovementLimits.NODES_MAX;
    for (int i = 0; i < most && keys.size() > most; i++) {
      Collections.swap(keys, i, i + random.nextInt(keys.size() - i));
    }
    return List.copyOf(keys.subList(0, Math.min(most, keys.size())));
  }

  Room room() {
    return room;
  }

  /** What may still be moved today. */
  DayBudget budget() {
    return budget;
  }

  /** Whether as much is under way as there may be. */
  boolean isFull() {
    return underWay >= MovementLimits.MOVES_MAX;
  }

  /** A copy was begun. */
  void began(long to, List<Long> givers) {
    underWay++;
    moves.merge(to, 1, Integer::sum);
    givers.forEach(node -> moves.merge(node, 1, Integer::sum));
  }

  /** A node has so many bytes more. */
  void add(long node, long bytes) {
    nodes.computeIfPresent(node, (_, known) -> known.plus(bytes));
  }

  /** Nodes that shall give copies away and may now, in their order. */
  List<MovementNode> sources() {
    return nodes.keySet().stream()
        .map(this::node)
        .filter(Objects::nonNull)
        .filter(node -> node.isDemoted() || MovementPolicy.isCrowded(node))
        .filter(node -> !closed.contains(node.node()) && node.known().online())
        .filter(MovementNode::isQuiet)
        .toList();
  }

  /** A node, null if it is no member. */
  @Nullable MovementNode node(long key) {
    Candidate known = nodes.get(key);
    if (known == null) {
      return null;
    }
    Fixed seen = fixed.computeIfAbsent(key, this::look);
    boolean isBusy = moves.getOrDefault(key, 0) >= MovementLimits.MOVES_OF_NODE_MAX;
    return new MovementNode(
        known,
        !closed.contains(key) && parts.watch().state(key).counts(),
        seen.isQuiet(),
        seen.isDemoted(),
        seen.bytesPerSecond(),
        isBusy ? 0 : budget.left(key));
  }

  private Fixed look(long key) {
    Double speed = parts.history().service(key).bytesPerSecond();
    return new Fixed(
        parts.history().isQuiet(key),
        parts.history().tags(key).contains(SLOW),
        speed == null ? MovementNode.USUAL_BYTES_PER_SECOND : speed);
  }

  /**
   * A bit that is whole: none of its copies is gone, in doubt or on its way, none is moving, and no
   * gateway is placing it.
   */
  Optional<MovementBit> whole(DrainRows.Bit bit) {
    if (bit.moving()
        || parts.live().of(bit.infoHash()).isPresent()
        || rows.repairs().of(bit.key()).isPresent()) {
      return Optional.empty();
    }
    return held(bit);
  }

  /** The same, of a bit of which movement has a copy on its way. */
  Optional<MovementBit> held(DrainRows.Bit bit) {
    List<MovementNode> holders = new ArrayList<>();
    for (DrainRows.Copy copy : rows.drains().copies(bit.key())) {
      MovementNode node = node(copy.node());
      if (node == null
          || copy.state() != CopyState.COMPLETE
          || copy.insteadOf() != 0
          || copy.closed()
          || !parts.watch().state(copy.node()).counts()) {
        return Optional.empty();
      }
      holders.add(node);
    }
    if (holders.size() < bit.copiesWanted()) {
      return Optional.empty();
    }
    return Optional.of(
        new MovementBit(
            bit.key(),
            bit.footprint(),
            bit.copiesWanted(),
            bit.extra(),
            parts.demand().atLeast(bit.key()),
            parts.demand().atMost(bit.key()),
            Duration.between(Instant.ofEpochMilli(bit.placed()), now),
            holders));
  }

  /** Who may hold a bit for the sake of the group of its stripe. */
  Keepers keepers(DrainRows.Bit bit) {
    List<Long> holders =
        rows.drains().copies(bit.key()).stream().map(DrainRows.Copy::node).toList();
    Set<Long> mates = rows.drains().matesHolders(bit);
    return parts.candidates().groups().keepers(nodes.size(), holders, mates);
  }

  /** Where a copy of a bit may go that stays: to its group. */
  MovementPolicy.Cloud within(DrainRows.Bit bit) {
    Keepers keepers = keepers(bit);
    Set<Long> some = new LinkedHashSet<>(keepers.members());
    drawn.stream().filter(keepers::mayTake).forEach(some::add);
    return among(bit, some);
  }

  /** Where a copy of a bit may go. */
  MovementPolicy.Cloud around(DrainRows.Bit bit) {
    return among(bit, drawn);
  }

  private MovementPolicy.Cloud among(DrainRows.Bit bit, Collection<Long> some) {
    return new MovementPolicy.Cloud() {
      @Override
      public Collection<MovementNode> nodes() {
        return some.stream().map(MovementScene.this::node).filter(Objects::nonNull).toList();
      }

      @Override
      public Map<Long, String> mates() {
        Map<Long, String> mates = new HashMap<>();
        for (long node : rows.drains().matesHolders(bit)) {
          Candidate known = nodes.get(node);
          mates.put(node, known == null ? "" : known.site());
        }
        return mates;
      }
    };
  }
}
