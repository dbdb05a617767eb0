// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Outcome.Placed;
import io.fractus.tracker.placement.Outcome.Reason;
import io.fractus.tracker.placement.Outcome.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the nodes of a stripe: no node holds two of its bits, no site two copies of one bit, no
 * node more than its share. Pure but for the chance it is given; as thread-safe as that.
 */
public final class PlacementPolicy {
  /*
   * Copies are dealt in rounds: the first copy of every bit, then the second of every bit, so that
   * a small cloud has all bits before it has some of them twice. Within a round the bit that has
   * least in its worst hour comes first, and takes the node that gives it most (Chooser); when no
   * node is left for it, augmenting paths move the round's earlier choices out of the way (a
   * maximum matching of bits and nodes), so that a round fails only if it must.
   *
   * An early round may still spoil a later one where sites are few. If copies are wanting after
   * the rounds, the stripe is dealt again by sites: every bit takes its copies from the sites that
   * have most nodes left. That is the greedy of Gale and Ryser, which finds a deal whenever there
   * is one.
   *
   * In a cloud of more than LOOKED_AT nodes, a stripe is first dealt among so many of them that
   * could take its largest bit, drawn by chance, and those that hold some of it: a choice among
   * sixteen of them is as good as one among sixteen of all, and costs the same in every cloud. If a
   * copy finds no node there, or a bit no anchor though there are some, it is dealt among all.
   */

  /** Some twenty for each copy of a usual stripe. */
  static final int LOOKED_AT = 512;

  private final RandomGenerator random;
  private final @Nullable Groups groups;

  /** Stripes go to any nodes. */
  public PlacementPolicy(RandomGenerator random) {
    this.random = random;
    this.groups = null;
  }

  /** In a cloud that is large enough stripes go to groups of nodes. */
  public PlacementPolicy(RandomGenerator random, Groups groups) {
    this.random = random;
    this.groups = groups;
  }

  /**
   * Places the bits of one stripe.
   *
   * @param layout for messages
   * @param needs the bits in the order of the stripe
   * @param nodes all members
   * @param avoid nodes that get none of the new copies
   */
  public Outcome place(String layout, List<Need> needs, Nodes nodes, Set<Long> avoid) {
    if (groups != null && Groups.isFor(nodes) && !stands(needs)) {
      Optional<StripePlan> grouped = new GroupPlacement(groups, needs, nodes, avoid, random).deal();
      if (grouped.isPresent()) {
        groups.kept();
        return placed(layout, grouped.get(), "");
      }
    }
    Outcome outcome = placeAnywhere(layout, needs, nodes, avoid);
    if (groups != null && Groups.isFor(nodes) && outcome instanceof Placed placed) {
      tell(groups, layout, placed);
    }
    return outcome;
  }

  /** Whether a stripe has all that it needs, as when it is asked for again. */
  private static boolean stands(List<Need> needs) {
    return needs.stream()
        .allMatch(need ->
            need.held().size() >= need.copies()
                && need.held().stream().anyMatch(Need.Held::online));
  }

  /** A stripe that widens the scatter is not placed silently. */
  private static void tell(Groups groups, String layout, Placed placed) {
    if (!placed.added().isEmpty()) {
      groups.left(
          "a stripe of %s went outside of groups: none has its members here with room, and an"
                  .formatted(layout)
              + " anchor for each bit; nodes that are here for longer, anchors or space would"
              + " mend it");
    }
  }

  private Outcome placeAnywhere(String layout, List<Need> needs, Nodes nodes, Set<Long> avoid) {
    if (nodes.size() > LOOKED_AT) {
      StripePlan among = new StripePlan(needs, some(needs, nodes, avoid), avoid, random);
      if (among.isSatisfied()) {
        return placed(layout, among, "");
      }
      among.dealRounds();
      if (among.isSatisfied() && among.isAnchoredIfItCan()) {
        return placed(layout, among, "");
      }
    }
    return placeAmongAll(layout, needs, nodes.all(), avoid);
  }

  /** The same among few nodes. */
  public Outcome place(String layout, List<Need> needs, List<Candidate> nodes, Set<Long> avoid) {
    return place(layout, needs, Nodes.of(nodes), avoid);
  }

  /** Those that hold some of the stripe, and others drawn by chance. */
  private List<Candidate> some(List<Need> needs, Nodes nodes, Set<Long> avoid) {
    Map<Long, Candidate> some = new LinkedHashMap<>();
    for (Need need : needs) {
      for (Need.Held held : need.held()) {
        nodes.find(held.node()).ifPresent(node -> some.put(node.node(), node));
      }
    }
    long footprint = largest(needs);
    nodes
        .draw(
            LOOKED_AT,
            node -> node.online() && node.freeBytes() >= footprint && !avoid.contains(node.node()),
            random)
        .forEach(node -> some.put(node.node(), node));
    return List.copyOf(some.values());
  }

  private Outcome placeAmongAll(
      String layout, List<Need> needs, List<Candidate> nodes, Set<Long> avoid) {
    StripePlan plan = new StripePlan(needs, nodes, avoid, random);
    if (plan.isSatisfied()) {
      return placed(layout, plan, "");
    }
    @Nullable Refused refused = checkRegistered(layout, needs, nodes);
    if (refused != null) {
      return refused;
    }
    plan.dealRounds();
    if (plan.wantingTotal() > 0) {
      StripePlan bySites = new StripePlan(needs, nodes, avoid, random);
      bySites.dealBySites();
      if (bySites.lacksOnline() == 0
          && (plan.lacksOnline() > 0 || bySites.wantingTotal() < plan.wantingTotal())) {
        return placed(layout, bySites, shortfall(layout, needs, bySites));
      }
    }
    return plan.lacksOnline() > 0
        ? refuse(layout, needs, plan)
        : placed(layout, plan, shortfall(layout, needs, plan));
  }

  private static Placed placed(String layout, StripePlan plan, String shortfall) {
    String weakness = plan.added().isEmpty() ? "" : Weakness.of(layout, plan.misses());
    return new Placed(plan.added(), plan.dropped(), plan.wanting(), shortfall, weakness);
  }

  /** Whether the cloud could hold the layout if all its nodes were online and empty. */
  private static @Nullable Refused checkRegistered(
      String layout, List<Need> needs, List<Candidate> nodes) {
    int copies = needs.stream().mapToInt(Need::copies).sum();
    if (nodes.size() < copies) {
      return new Refused(
          Reason.NOT_ENOUGH_NODES,
          "layout %s needs %d nodes, one for each copy of each of its %d bits; %d are registered:"
                  .formatted(layout, copies, needs.size(), nodes.size())
              + " add nodes or choose a smaller layout");
    }
    Map<String, Integer> bySite = new HashMap<>();
    nodes.forEach(node -> bySite.merge(node.site(), 1, Integer::sum));
    if (!sitesSuffice(needs, new ArrayList<>(bySite.values()))) {
      return new Refused(
          Reason.NOT_ENOUGH_NODES,
          "layout %s needs each copy of a bit on a site of its own; the %d registered nodes are on"
                  .formatted(layout, nodes.size())
              + " %d sites, which do not suffice: add nodes on other sites or choose a layout"
                  .formatted(bySite.size())
              + " with fewer copies");
    }
    return null;
  }

  /** Gale and Ryser: each bit takes its copies from the sites with most nodes left. */
  private static boolean sitesSuffice(List<Need> needs, List<Integer> nodesLeft) {
    List<Integer> copies = new ArrayList<>(needs.stream().map(Need::copies).toList());
    copies.sort((a, b) -> Integer.compare(b, a));
    for (int wanted : copies) {
      nodesLeft.sort((a, b) -> Integer.compare(b, a));
      if (nodesLeft.size() < wanted || nodesLeft.get(wanted - 1) < 1) {
        return false;
      }
      for (int i = 0; i < wanted; i++) {
        nodesLeft.set(i, nodesLeft.get(i) - 1);
      }
    }
    return true;
  }

  private static Refused refuse(String layout, List<Need> needs, StripePlan plan) {
    int lacking = plan.lacksOnlineAtStart();
    if (plan.unusedOnline() < lacking) {
      return new Refused(
          Reason.NOT_ENOUGH_NODES,
          "layout %s needs %d nodes online, one for each bit; %d are online, of which %d hold none"
                  .formatted(layout, needs.size(), plan.online(), plan.unusedOnline())
              + " of this stripe and %d are needed: start nodes or try again".formatted(lacking));
    }
    return new Refused(
        Reason.NO_SPACE,
        "%d nodes with %d free bytes each are needed for layout %s; %d are online and %d have"
                .formatted(lacking, largest(needs), layout, plan.online(), plan.withRoom())
            + " that room: delete objects, or add nodes or space");
  }

  private static String shortfall(String layout, List<Need> needs, StripePlan plan) {
    if (plan.wantingTotal() == 0) {
      return "";
    }
    int copies = needs.stream().mapToInt(Need::copies).sum();
    Set<String> sites = new HashSet<>(plan.sitesWithRoom());
    return "%d of the %d copies of layout %s found no node: %d nodes are online, %d on %d sites"
            .formatted(
                plan.wantingTotal(),
                copies,
                layout,
                plan.online(),
                plan.sitesWithRoom().size(),
                sites.size())
        + " had room for a bit of %d bytes".formatted(largest(needs));
  }

  private static long largest(List<Need> needs) {
    return needs.stream().mapToLong(Need::footprint).max().orElse(0);
  }
}
