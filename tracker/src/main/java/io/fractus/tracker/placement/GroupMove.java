// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Groups.Bench;
import io.fractus.tracker.placement.Move.Reason;
import io.fractus.tracker.placement.Moving.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds a node within the group of its stripe for another copy of a bit. Used once. */
final class GroupMove {
  /*
   * Whose copies go elsewhere leaves its seat. What it had goes to those who sit there, and to one
   * that joins in its place; the next bits find that one sitting there. So a group stays whole, and
   * the copies of a node go to few others, not to hundreds. More join only while those who can take
   * copies are few and have all they can fetch at a time.
   */

  private static final int TAKERS = 4;

  private final Groups groups;
  private final MovePolicy policy;
  private final Moving bit;
  private final MovePolicy.Cloud cloud;

  GroupMove(Groups groups, MovePolicy policy, Moving bit, MovePolicy.Cloud cloud) {
    this.groups = groups;
    this.policy = policy;
    this.bit = bit;
    this.cloud = cloud;
  }

  /** Where it goes, or that it waits; none if it must go outside, or its stripe has no group. */
  Optional<Move> move() {
    List<Long> holders = bit.copies().stream().map(Copy::node).toList();
    Optional<Bench> bench = groups.bench(holders, cloud.mates());
    return bench.flatMap(this::move);
  }

  private Optional<Move> move(Bench bench) {
    for (Copy copy : bit.copies()) {
      if (!copy.stays()) {
        groups.leave(bench.group(), copy.node());
      }
    }
    List<Candidate> sitting = new ArrayList<>();
    for (long member : bench.group().at(bench.seat())) {
      cloud.nodes().find(member).ifPresent(sitting::add);
    }
    groups.look(sitting);
    boolean wantsAnchor = wantsAnchor();
    List<Candidate> first =
        wantsAnchor ? sitting.stream().filter(node -> node.merits().isAnchor()).toList() : sitting;
    Move move = policy.among(bit, cloud, first);
    if (move instanceof Move.CopyTo) {
      return kept(move);
    }
    if (isBusy(move) && takers(first) >= TAKERS) {
      return Optional.of(move);
    }
    if (bench.group().hasRoom()) {
      Move joined = join(bench, wantsAnchor);
      if (joined instanceof Move.CopyTo) {
        return kept(joined);
      }
    }
    Move any = policy.among(bit, cloud, sitting);
    return any instanceof Move.CopyTo || isBusy(any) ? kept(any) : Optional.empty();
  }

  private Optional<Move> kept(Move move) {
    if (move instanceof Move.CopyTo) {
      groups.kept();
    }
    return Optional.of(move);
  }

  private static boolean isBusy(Move move) {
    return move instanceof Move.Stay stay && stay.reason() == Reason.BUSY;
  }

  private long takers(List<Candidate> sitting) {
    Set<Long> holders = Set.copyOf(bit.copies().stream().map(Copy::node).toList());
    return sitting.stream()
        .filter(node -> node.online() && node.freeBytes() >= bit.footprint())
        .filter(node -> !holders.contains(node.node()))
        .count();
  }

  /** Whether there are anchors, and none of the copies that stay is on one. */
  private boolean wantsAnchor() {
    return bit.copiesWanted() > 1
        && groups.hasSeenAnchors()
        && bit.copies().stream()
            .filter(copy -> copy.stays() && copy.node() != bit.from())
            .flatMap(copy -> cloud.nodes().find(copy.node()).stream())
            .noneMatch(node -> node.merits().isAnchor());
  }

  private Move join(Bench bench, boolean wantsAnchor) {
    List<Candidate> some =
        policy.draw(
            bit,
            cloud,
            node ->
                groups.mayJoin(node.node(), bench.group().shape())
                    && bench.group().seat(node.node()) == Group.NONE
                    && (!wantsAnchor || node.merits().isAnchor()));
    Move move = policy.among(bit, cloud, some);
    if (move instanceof Move.CopyTo to) {
      groups.join(bench.group(), bench.seat(), to.to());
    }
    return move;
  }
}
