// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import io.fractus.protocol.Limits;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Trust;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Judges which copies are made and moved, one bit at a time. Pure and stateless. */
public final class MovementPolicy {
  /*
   * INVARIANT: nothing moves back, whatever the numbers of readers and bytes, as long as these stay
   * as they are. Copies are added to bits that are read so often for sure, and taken from those
   * that may be read a quarter of that at most. Cold bits go from anchors to others, to nodes that
   * are freer by a margin, and never to anchors; what is demoted gives and never takes.
   *
   * The rules of placement hold for each copy: one node one bit of a stripe, one site one copy of a
   * bit, no share exceeded. And no move makes a bit worse kept (Keeping).
   */

  private static final double FREE_WEIGHT = 0.3;
  private static final double FREE_SHARE_MIN = 0.01;

  /** What is left to find out when a copy shall be made. */
  public interface Cloud {
    /** Nodes among which to choose. */
    Collection<MovementNode> nodes();

    /** Nodes that hold, or may hold, another bit of the same stripe, and their sites. */
    Map<Long, String> mates();
  }

  /** Whether a bit shall have one copy more. */
  public boolean isHot(MovementBit bit, Room room) {
    int copies = bit.holders().size();
    return room == Room.AMPLE
        && copies < most(bit)
        && bit.readsAtLeast() >= copies * MovementLimits.HOT_READS;
  }

  private static int most(MovementBit bit) {
    int most = MovementLimits.TIMES_WANTED_MAX * bit.wanted();
    return Math.min(most, Limits.COPIES_MAX);
  }

  /** Whether a bit shall have one copy beyond those wanted less. */
  public boolean isCooling(int wanted, int extra, double readsAtMost, Room room) {
    int left = wanted + extra - 1;
    return extra > 0 && (room == Room.TIGHT || readsAtMost < left * MovementLimits.COOL_READS);
  }

  /** Whether a bit may leave an anchor that is crowded. */
  public boolean isCold(MovementBit bit, MovementNode from) {
    return bit.extra() == 0
        && bit.readsAtMost() <= MovementLimits.COLD_READS
        && bit.age().compareTo(MovementLimits.COLD_AGE) >= 0
        && isCrowded(from);
  }

  /** Whether cold bits leave a node. */
  public static boolean isCrowded(MovementNode node) {
    return node.known().merits().isAnchor()
        && node.freeShareWith(0) < MovementLimits.CROWDED_FREE_SHARE;
  }

  /** One copy more of a hot bit, on a node no slower than half of those that have it. */
  public Optional<Step> rise(MovementBit bit, Cloud cloud) {
    // Its holders are busy because of it: that is what the copy is for.
    List<Long> givers = givers(bit, _ -> true);
    double usual = usualSpeed(bit);
    return choose(
        Why.HOT,
        bit,
        Step.NOBODY,
        givers,
        cloud,
        node ->
            node.bytesPerSecond() >= usual
                && node.freeShareWith(bit.footprint()) >= MovementLimits.EXTRA_FREE_SHARE);
  }

  private static double usualSpeed(MovementBit bit) {
    double[] speeds =
        bit.holders().stream().mapToDouble(MovementNode::bytesPerSecond).sorted().toArray();
    return speeds.length == 0 ? 0 : speeds[(speeds.length - 1) / 2];
  }

  /** Another place for the copy of a cold bit on a crowded anchor. */
  public Optional<Step> cool(MovementBit bit, MovementNode from, Cloud cloud) {
    double free = from.freeShareWith(0) + MovementLimits.FREER_BY;
    return choose(
        Why.COLD,
        bit,
        from.node(),
        givers(bit, MovementNode::isQuiet),
        cloud,
        node ->
            node.known().merits().trust() == Trust.VETTED
                && !node.known().merits().isAnchor()
                && node.freeShareWith(bit.footprint()) >= free);
  }

  /** Another place for a copy on a node that is demoted. */
  public Optional<Step> empty(MovementBit bit, MovementNode from, Cloud cloud) {
    Trust trust = from.known().merits().trust();
    return choose(
        Why.DEMOTED,
        bit,
        from.node(),
        givers(bit, MovementNode::isQuiet),
        cloud,
        node -> node.known().merits().trust().compareTo(trust) <= 0);
  }

  private static List<Long> givers(MovementBit bit, Predicate<MovementNode> may) {
    return bit.holders().stream()
        .filter(node -> node.known().online() && node.budget() >= bit.footprint())
        .filter(may)
        .map(MovementNode::node)
        .toList();
  }

  private static Optional<Step> choose(
      Why why,
      MovementBit bit,
      long from,
      List<Long> givers,
      Cloud cloud,
      Predicate<MovementNode> fits) {
    if (givers.isEmpty()) {
      return Optional.empty();
    }
    Set<Long> holders = bit.holders().stream().map(MovementNode::node).collect(Collectors.toSet());
    List<Candidate> staying =
        bit.holders().stream()
            .filter(node -> node.node() != from)
            .map(MovementNode::known)
            .toList();
    Set<String> sites = staying.stream().map(Candidate::site).collect(Collectors.toSet());
    List<MovementNode> able =
        cloud.nodes().stream()
            .filter(node -> isAble(node, bit) && !holders.contains(node.node()))
            .filter(node -> !sites.contains(node.known().site()))
            .filter(fits)
            .toList();
    if (able.isEmpty()) {
      return Optional.empty();
    }
    Map<Long, String> mates = cloud.mates();
    List<Candidate> before = bit.holders().stream().map(MovementNode::known).toList();
    return able.stream()
        .filter(node -> !mates.containsKey(node.node()))
        .filter(node -> from == Step.NOBODY || isNoNearer(node, from, bit, mates))
        .filter(node -> Keeping.keeps(before, with(staying, node)))
        .max(order(why, staying, bit.footprint()))
        .map(node -> new Step(why, bit.key(), node.node(), from, givers));
  }

  private static boolean isAble(MovementNode node, MovementBit bit) {
    return node.known().online()
        && node.known().prompt()
        && node.takesNew()
        && node.isQuiet()
        && !node.isDemoted()
        && node.known().merits().trust() != Trust.DOUBTED
        && node.budget() >= bit.footprint()
        && node.freeBytes() >= bit.footprint();
  }

  /** Its site has no more of the stripe than the one that the copy leaves. */
  private static boolean isNoNearer(
      MovementNode node, long from, MovementBit bit, Map<Long, String> mates) {
    String left =
        bit.holders().stream()
            .filter(holder -> holder.node() == from)
            .map(holder -> holder.known().site())
            .findFirst()
            .orElse("");
    return count(mates, node.known().site()) <= count(mates, left);
  }

  private static long count(Map<Long, String> mates, String site) {
    return mates.values().stream().filter(site::equals).count();
  }

  private static List<Candidate> with(List<Candidate> staying, MovementNode node) {
    List<Candidate> after = new ArrayList<>(staying);
    after.add(node.known());
    return after;
  }

  /** The best last: who is believed, then by what the copy is made for. */
  private static Comparator<MovementNode> order(Why why, List<Candidate> staying, long footprint) {
    Comparator<Trust> trustedLast = Comparator.reverseOrder();
    return Comparator.<MovementNode, Trust>comparing(
            node -> node.known().merits().trust(), trustedLast)
        .thenComparingDouble(node -> score(why, staying, node, footprint))
        .thenComparing(Comparator.comparingLong(MovementNode::node).reversed());
  }

  private static double score(Why why, List<Candidate> staying, MovementNode node, long footprint) {
    double free = Math.log(Math.max(FREE_SHARE_MIN, node.freeShareWith(footprint)));
    double speed = Math.log(Math.max(1, node.bytesPerSecond()));
    return switch (why) {
      case HOT -> speed + FREE_WEIGHT * free;
      case COLD -> free;
      case DEMOTED ->
          Math.min(Keeping.nats(with(staying, node)), MovementLimits.BUDGET_ENOUGH)
              + FREE_WEIGHT * (free + speed);
    };
  }

  /**
   * Whether a node may let go now that another has the bit.
   *
   * @param bit as it is now, that other one among its holders
   */
  public boolean mayLetGo(MovementBit bit, long from, long to) {
    List<Candidate> before = without(bit, to);
    List<Candidate> after = without(bit, from);
    return after.size() < bit.holders().size()
        && before.size() < bit.holders().size()
        && after.size() >= bit.wanted() + bit.extra()
        && Keeping.keeps(before, after);
  }

  private static List<Candidate> without(MovementBit bit, long node) {
    return bit.holders().stream()
        .map(MovementNode::known)
        .filter(holder -> holder.node() != node)
        .toList();
  }
}
