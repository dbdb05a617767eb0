// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Move.Reason;
import io.fractus.tracker.placement.Moving.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges copies that shall leave their node, one at a time. Where they go, {@link Chooser} says, as
 * for new ones. Pure but for the chance it is given; as thread-safe as that.
 */
public final class MovePolicy {
  /*
   * INVARIANT: a node lets go of a copy only if a complete copy stands that was made in its place,
   * or if as many complete copies as wanted stay without it. One that was made in the place of a
   * third copy is not counted for that, since it is that one's: two nodes never let go for the
   * sake of one new copy.
   *
   * The rules of placement hold: one node one bit of a stripe, one site one copy of a bit, no share
   * exceeded. The site of the node that lets go is free for the copy in its place.
   */

  /** Nodes among which one is looked for: of a hundred nodes a few are anchors. */
  private static final int DRAWN = 128;

  private final RandomGenerator random;
  private final @Nullable Groups groups;

  /** Copies go to any nodes. */
  public MovePolicy(RandomGenerator random) {
    this.random = random;
    this.groups = null;
  }

  /** In a cloud that is large enough copies go to the group of their stripe. */
  public MovePolicy(RandomGenerator random, Groups groups) {
    this.random = random;
    this.groups = groups;
  }

  /** What is left to find out when another copy is needed. */
  public interface Cloud {
    /** The nodes that are members. */
    Nodes nodes();

    /** Whether a node gets new copies. */
    boolean takesNew(long node);

    /** Nodes that hold, or may hold, another bit of the same stripe. */
    Set<Long> mates();

    /** Whether a node has as much to fetch as it shall have at a time. */
    boolean isBusy(long node);
  }

  /** Decides about one copy. */
  public Move decide(Moving bit, Cloud cloud) {
    Optional<Copy> made =
        bit.copies().stream().filter(copy -> copy.insteadOf() == bit.from()).findFirst();
    if (made.filter(Copy::complete).isPresent() || staying(bit) >= bit.copiesWanted()) {
      return new Move.LetGo();
    }
    if (made.isPresent()) {
      return made.get().stalled() ? new Move.GiveUp(made.get().node()) : new Move.Wait();
    }
    if (bit.copies().stream().noneMatch(Copy::complete)) {
      return new Move.Stay(Reason.NO_COMPLETE_COPY);
    }
    if (bit.copies().stream().noneMatch(copy -> copy.complete() && copy.here())) {
      return new Move.Stay(Reason.NO_SOURCE);
    }
    return another(bit, cloud);
  }

  /** Complete copies that stay whatever becomes of this one. */
  private static long staying(Moving bit) {
    return bit.copies().stream()
        .filter(copy -> copy.complete() && copy.stays() && copy.node() != bit.from())
        .filter(copy -> copy.insteadOf() == Moving.NOBODY)
        .count();
  }

  /**
   * Where another copy goes, given the copies that stay: a node to copy to, or why there is none.
   * In a large cloud it is looked for among some of the nodes first.
   */
  public Move another(Moving bit, Cloud cloud) {
    if (groups == null || !Groups.isFor(cloud.nodes())) {
      return anywhere(bit, cloud);
    }
    Optional<Move> within = new GroupMove(groups, this, bit, cloud).move();
    if (within.isPresent()) {
      return within.get();
    }
    Move move = anywhere(bit, cloud);
    if (move instanceof Move.CopyTo) {
      groups.left(
          "a copy went outside of the group of its stripe: none of its nodes can take it, and it"
              + " has no room for others");
    }
    return move;
  }

  private Move anywhere(Moving bit, Cloud cloud) {
    Nodes nodes = cloud.nodes();
    if (nodes.size() > PlacementPolicy.LOOKED_AT
        && among(bit, cloud, draw(bit, cloud, _ -> true)) instanceof Move.CopyTo found) {
      return found;
    }
    return among(bit, cloud, nodes.all());
  }

  /** Some nodes that can take a copy, by chance. */
  List<Candidate> draw(Moving bit, Cloud cloud, Predicate<Candidate> passes) {
    Set<Long> mates = cloud.mates();
    return cloud
        .nodes()
        .draw(
            DRAWN,
            node ->
                node.online()
                    && node.freeBytes() >= bit.footprint()
                    && passes.test(node)
                    && cloud.takesNew(node.node())
                    && !mates.contains(node.node())
                    && !cloud.isBusy(node.node()),
            random);
  }

  /** Where another copy goes of some nodes, or why it can go to none of them. */
  Move among(Moving bit, Cloud cloud, List<Candidate> nodes) {
    Set<Long> holders = bit.copies().stream().map(Copy::node).collect(Collectors.toSet());
    Set<String> sites =
        bit.copies().stream()
            .filter(copy -> copy.stays() && copy.node() != bit.from())
            .map(Copy::site)
            .collect(Collectors.toSet());
    List<Candidate> left =
        filter(
            nodes,
            node -> node.online() && cloud.takesNew(node.node()) && !holders.contains(node.node()));
    if (left.isEmpty()) {
      return new Move.Stay(Reason.NO_OTHER_NODE);
    }
    left = filter(left, node -> !sites.contains(node.site()));
    if (left.isEmpty()) {
      return new Move.Stay(Reason.NO_OTHER_SITE);
    }
    left = filter(left, node -> node.freeBytes() >= bit.footprint());
    if (left.isEmpty()) {
      return new Move.Stay(Reason.NO_ROOM);
    }
    Set<Long> mates = cloud.mates();
    left = filter(left, node -> !mates.contains(node.node()));
    if (left.isEmpty()) {
      return new Move.Stay(Reason.STRIPE);
    }
    left = filter(left, node -> !cloud.isBusy(node.node()));
    if (left.isEmpty()) {
      return new Move.Stay(Reason.BUSY);
    }
    List<Candidate> prompt = filter(left, Candidate::prompt);
    return new Move.CopyTo(choose(bit, cloud, prompt.isEmpty() ? left : prompt).node());
  }

  /** As placement chooses, given the copies that stay. */
  private Candidate choose(Moving bit, Cloud cloud, List<Candidate> able) {
    Set<Long> staying =
        bit.copies().stream()
            .filter(copy -> copy.stays() && copy.node() != bit.from())
            .map(Copy::node)
            .collect(Collectors.toSet());
    List<Candidate> nodes = new ArrayList<>(able);
    staying.forEach(node -> cloud.nodes().find(node).ifPresent(nodes::add));
    Need need = new Need(bit.footprint(), bit.copiesWanted(), List.of());
    Chooser chooser = new Chooser(nodes, List.of(need), node -> node < able.size(), random);
    for (int holder = able.size(); holder < nodes.size(); holder++) {
      chooser.taken(holder);
      chooser.holds(0, holder);
    }
    return nodes.get(chooser.choose(0, _ -> true));
  }

  private static List<Candidate> filter(List<Candidate> nodes, Predicate<Candidate> condition) {
    return nodes.stream().filter(condition).toList();
  }
}
