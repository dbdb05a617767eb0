// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Group.Shape;
import io.fractus.tracker.placement.Outcome.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Deals one stripe within a group. Used once; not thread-safe. */
final class GroupPlacement {
  /*
   * Some nodes are drawn, and the one of them with most of its share free leads to a group: so
   * nodes are filled alike, whatever groups they are in. A node that is in none founds one with
   * others that may join one more, until there are as many groups as nodes can fill; later it takes
   * a place in one that there is. A stripe is dealt in two groups and goes where it is better off:
   * to members; where these do not suffice, or a bit would have no anchor, others join.
   */

  private static final int LEADS_DRAWN = 4;
  private static final double NEW_SHARE = 0.05;

  /** Groups that are tried before a stripe goes outside of all. */
  private static final int TRIED_MAX = 6;

  /** Groups of which the better is taken. */
  private static final int COMPARED = 2;

  /** Places of each seat that are kept for anchors. */
  private static final int KEPT_FOR_ANCHORS = 2;

  /** A group is founded only among so many times the nodes that a stripe takes. */
  private static final int FOUNDED_AMONG = 2;

  private final Groups groups;
  private final List<Need> needs;
  private final Shape shape;
  private final Nodes nodes;
  private final Set<Long> avoid;
  private final RandomGenerator random;
  private final long footprint;
  private List<Candidate> joiners = List.of();
  private long newcomer = Seating.NOBODY;

  GroupPlacement(
      Groups groups, List<Need> needs, Nodes nodes, Set<Long> avoid, RandomGenerator random) {
    this.groups = groups;
    this.needs = needs;
    this.shape = new Shape(needs.size(), needs.getFirst().copies());
    this.nodes = nodes;
    this.avoid = avoid;
    this.random = random;
    this.footprint = needs.stream().mapToLong(Need::footprint).max().orElse(0);
  }

  /** A deal of the stripe, or none if no group can take it. */
  Optional<StripePlan> deal() {
    if (needs.stream().anyMatch(need -> need.copies() != shape.copies())) {
      return Optional.empty();
    }
    return needs.stream().allMatch(need -> need.held().isEmpty()) ? dealNew() : dealRest();
  }

  private Optional<StripePlan> dealNew() {
    Optional<Candidate> lead = lead();
    if (lead.isEmpty()) {
      return Optional.empty();
    }
    newcomer = lead.get().merits().trust() == Trust.NEW ? lead.get().node() : Seating.NOBODY;
    List<Group> own = groups.of(lead.get().node(), shape);
    if (own.isEmpty()) {
      Optional<StripePlan> founded = found(lead.get());
      if (founded.isPresent()) {
        return founded;
      }
      join(lead.get()).ifPresent(own::add);
    }
    return better(own);
  }

  private Optional<StripePlan> better(List<Group> own) {
    int first = own.isEmpty() ? 0 : random.nextInt(own.size());
    Optional<StripePlan> best = Optional.empty();
    int left = COMPARED;
    for (int i = 0; i < TRIED_MAX && left > 0; i++) {
      Optional<Group> group =
          i < own.size()
              ? Optional.of(own.get((first + i) % own.size()))
              : groups.any(shape, random);
      Optional<StripePlan> dealt =
          group.flatMap(one -> {
            int[] seats = Seating.turned(shape.bits(), random.nextInt(shape.bits()));
            return deal(one, seats);
          });
      if (dealt.isPresent()) {
        left--;
        best = best.filter(plan -> plan.worth() >= dealt.get().worth()).or(() -> dealt);
      }
    }
    return best;
  }

  /** What a stripe lacks, in the group in which the rest of it is. */
  private Optional<StripePlan> dealRest() {
    List<List<Long>> holders =
        needs.stream().map(need -> need.held().stream().map(Need.Held::node).toList()).toList();
    return groups
        .seating(holders, shape)
        .flatMap(seating -> {
          int[] seats = new int[shape.bits()];
          for (int bit = 0; bit < seats.length; bit++) {
            seats[bit] = seating.seatOfBit(bit);
          }
          return seating.group().flatMap(group -> deal(group, seats));
        });
  }

  private Optional<Candidate> lead() {
    List<Candidate> drawn =
        nodes.draw(
            LEADS_DRAWN,
            node ->
                isAble(node)
                    && (node.merits().trust() == Trust.VETTED
                        || (node.merits().trust() == Trust.NEW && random.nextDouble() < NEW_SHARE)),
            random);
    if (drawn.isEmpty()) {
      drawn = nodes.draw(LEADS_DRAWN, this::isAble, random);
    }
    groups.look(drawn);
    return drawn.stream().reduce((most, node) -> node.freeShare() > most.freeShare() ? node : most);
  }

  private boolean isAble(Candidate node) {
    return node.online() && node.freeBytes() >= footprint && !avoid.contains(node.node());
  }

  /** Nodes that may join a group, drawn once. */
  private List<Candidate> joiners() {
    if (joiners.isEmpty()) {
      joiners =
          nodes.draw(
              PlacementPolicy.LOOKED_AT,
              node -> isAble(node) && groups.mayJoin(node.node(), shape),
              random);
      groups.look(joiners);
    }
    return joiners;
  }

  private Optional<StripePlan> found(Candidate lead) {
    if (groups.count(shape) >= Groups.most(shape, nodes.size()) || !groups.triesFounding(shape)) {
      return Optional.empty();
    }
    Map<Long, Candidate> among = new LinkedHashMap<>();
    among.put(lead.node(), lead);
    joiners().stream()
        .filter(node -> groups.mayFound(node.node(), shape))
        .forEach(node -> among.put(node.node(), node));
    if (among.size() < FOUNDED_AMONG * shape.bits() * shape.copies()) {
      groups.cannotFound(shape);
      return Optional.empty();
    }
    StripePlan plan = new StripePlan(needs, List.copyOf(among.values()), avoid, random);
    plan.dealRounds();
    if (!suffices(plan)) {
      groups.cannotFound(shape);
      return Optional.empty();
    }
    Group group = groups.found(shape);
    plan.added().forEach(copy -> groups.join(group, copy.bit(), copy.node()));
    new Founding(groups, group, joiners()).fill();
    return Optional.of(plan);
  }

  /** Gives a node a seat in a group that has room, if one is found. */
  private Optional<Group> join(Candidate lead) {
    if (!groups.mayJoin(lead.node(), shape)) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIED_MAX; i++) {
      Optional<Group> group = groups.any(shape, random).filter(one -> hasRoom(one, lead));
      if (group.isPresent()) {
        groups.join(group.get(), group.get().emptiest(), lead.node());
        return group;
      }
    }
    return Optional.empty();
  }

  /** The last places are for anchors, without which no stripe is placed here. */
  private boolean hasRoom(Group group, Candidate node) {
    boolean isWanted = node.merits().isAnchor() || shape.copies() == 1 || !groups.hasSeenAnchors();
    int kept = isWanted ? 0 : KEPT_FOR_ANCHORS * shape.bits();
    return group.size() + kept < shape.nodesMax();
  }

  private Optional<StripePlan> deal(Group group, int[] seats) {
    Map<Long, Candidate> members = new LinkedHashMap<>();
    for (Need need : needs) {
      for (Need.Held held : need.held()) {
        nodes.find(held.node()).ifPresent(node -> members.put(held.node(), node));
      }
    }
    for (long member : group.members()) {
      Optional<Candidate> node = nodes.find(member);
      node.ifPresent(known -> members.put(member, known));
      if (node.isEmpty()) {
        groups.leave(group, member);
      }
    }
    StripePlan plan = plan(members, new Seating(group, seats, _ -> false, newcomer));
    if (suffices(plan)) {
      return Optional.of(plan);
    }
    if (!group.hasRoom()) {
      return Optional.empty();
    }
    joiners().stream()
        .filter(node -> hasRoom(group, node))
        .forEach(node -> members.putIfAbsent(node.node(), node));
    StripePlan wider =
        plan(members, new Seating(group, seats, node -> groups.mayJoin(node, shape), newcomer));
    if (!suffices(wider)) {
      return Optional.empty();
    }
    for (Choice copy : wider.added()) {
      groups.join(group, seats[copy.bit()], copy.node());
    }
    return Optional.of(wider);
  }

  private StripePlan plan(Map<Long, Candidate> among, Seating seating) {
    List<Candidate> some = new ArrayList<>(among.values());
    StripePlan plan = new StripePlan(needs, some, avoid, seating, random);
    plan.dealRounds();
    return plan;
  }

  private boolean suffices(StripePlan plan) {
    return plan.isSatisfied()
        && (shape.copies() == 1 || !groups.hasSeenAnchors() || plan.isAnchored());
  }
}
