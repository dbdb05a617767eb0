// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Outcome.Choice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** One attempt to deal the copies of one stripe. Not thread-safe; used once. */
final class StripePlan {
  private static final int NONE = Chooser.NONE;

  /** More than all that speaks for a node. */
  private static final double VETTED_FIRST = 1_000;

  private final List<Need> needs;
  private final List<Candidate> nodes;
  private final Set<Long> avoid;
  private final Chooser chooser;
  private final Seating seating;

  /** For each node its seat in the group of the stripe. */
  private final int[] seats;

  private int newcomers;
  private double free;

  /** For each node whether it holds a bit of the stripe, before this round or in it. */
  private final boolean[] taken;

  /** For each node the bit that took it in this round. */
  private final int[] owner;

  private final List<Set<String>> sites = new ArrayList<>();
  private final int[] missing;
  private final int[] dealt;
  private final boolean[] lacksOnline;
  private final int lacksOnlineAtStart;
  private boolean promptOnly;
  private final int unusedOnline;
  private final List<Choice> added = new ArrayList<>();
  private final List<Choice> dropped = new ArrayList<>();

  StripePlan(List<Need> needs, List<Candidate> nodes, Set<Long> avoid, RandomGenerator random) {
    this(needs, nodes, avoid, Seating.FREE, random);
  }

  StripePlan(
      List<Need> needs,
      List<Candidate> nodes,
      Set<Long> avoid,
      Seating seating,
      RandomGenerator random) {
    this.needs = needs;
    this.seating = seating;
    this.seats = nodes.stream().mapToInt(node -> seating.seat(node.node())).toArray();
    this.nodes = nodes;
    this.avoid = avoid;
    this.chooser = new Chooser(nodes, needs, this::mayTake, random);
    this.taken = new boolean[nodes.size()];
    this.owner = new int[nodes.size()];
    this.missing = new int[needs.size()];
    this.dealt = new int[needs.size()];
    this.lacksOnline = new boolean[needs.size()];
    Map<Long, Integer> positions = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      positions.put(nodes.get(i).node(), i);
    }
    for (int bit = 0; bit < needs.size(); bit++) {
      keep(bit, positions);
    }
    this.lacksOnlineAtStart = lacksOnline();
    this.unusedOnline = count(node -> mayTake(node) && !taken[node]);
  }

  /** Takes over the copies that stand, less a wanted one whose node is gone. */
  private void keep(int bit, Map<Long, Integer> positions) {
    Need need = needs.get(bit);
    sites.add(new HashSet<>());
    lacksOnline[bit] = need.held().stream().noneMatch(Need.Held::online);
    boolean drop = lacksOnline[bit];
    int kept = 0;
    for (Need.Held held : need.held()) {
      if (drop && held.wanted()) {
        dropped.add(new Choice(bit, held.node()));
        drop = false;
        continue;
      }
      kept++;
      Integer position = positions.get(held.node());
      if (position != null) {
        take(position);
        chooser.holds(bit, position);
        sites.get(bit).add(nodes.get(position).site());
      }
    }
    dealt[bit] = kept;
    // One more than asked for if all that stand are out of reach: a stripe must be readable now.
    missing[bit] = Math.max(need.copies() - kept, lacksOnline[bit] ? 1 : 0);
  }

  /** Deals the first copy of every bit, then the second of every bit, and so on. */
  void dealRounds() {
    promptOnly = true;
    dealRound(bitsWhere(bit -> lacksOnline[bit]));
    promptOnly = false;
    if (lacksOnline() > 0) {
      // A slow first copy is better than none.
      dealRound(bitsWhere(bit -> lacksOnline[bit]));
    }
    if (lacksOnline() > 0) {
      return;
    }
    int most = needs.stream().mapToInt(Need::copies).max().orElse(0);
    for (int round = 1; round < most; round++) {
      int copies = round;
      List<Integer> bits = bitsWhere(bit -> missing[bit] > 0 && dealt[bit] <= copies);
      bits.sort(Comparator.comparingDouble(chooser::budget));
      dealRound(bits);
    }
  }

  private void dealRound(List<Integer> bits) {
    Arrays.fill(owner, NONE);
    for (int bit : bits) {
      assign(bit, new boolean[nodes.size()]);
    }
    Map<Integer, Integer> chosen = new HashMap<>();
    for (int node = 0; node < owner.length; node++) {
      if (owner[node] != NONE) {
        chosen.put(owner[node], node);
      }
    }
    for (int bit : bits) {
      Integer node = chosen.get(bit);
      if (node != null) {
        record(bit, node);
      }
    }
  }

  /** Finds a node for the bit, moving other bits of this round if need be. */
  private boolean assign(int bit, boolean[] seen) {
    int best = choose(bit);
    if (best != NONE) {
      take(best);
      owner[best] = bit;
      return true;
    }
    for (int node = 0; node < nodes.size(); node++) {
      if (owner[node] != NONE && !seen[node] && fits(bit, node)) {
        seen[node] = true;
        if (assign(owner[node], seen)) {
          owner[node] = bit;
          return true;
        }
      }
    }
    return false;
  }

  /** In a group who sits there comes before who would join, but for the sake of an anchor. */
  private int choose(int bit) {
    if (!seating.isFree()) {
      int sitting = firstSitting(bit);
      if (sitting != NONE) {
        return sitting;
      }
    }
    return chooser.choose(bit, node -> !taken[node] && fits(bit, node));
  }

  /** Of those who sit there the best: so it is the same nodes again while they are as free. */
  private int firstSitting(int bit) {
    boolean wantsAnchor = chooser.wantsAnchor(bit);
    boolean sparesAnchors = !wantsAnchor && chooser.sparesAnchors(bit);
    int best = NONE;
    double most = 0;
    for (int node = 0; node < seats.length; node++) {
      if (seats[node] == seating.seatOfBit(bit)
          && !taken[node]
          && fits(bit, node)
          && nodes.get(node).merits().trust() != Trust.DOUBTED
          && (!wantsAnchor || nodes.get(node).merits().isAnchor())
          && !(sparesAnchors && nodes.get(node).merits().isAnchor())) {
        double merit = merit(bit, node);
        if (best == NONE || merit > most) {
          best = node;
          most = merit;
        }
      }
    }
    return best;
  }

  private double merit(int bit, int node) {
    Candidate candidate = nodes.get(node);
    if (seating.isToShowItself(candidate.node())) {
      return Double.MAX_VALUE;
    }
    double merit = chooser.lasting(bit, node);
    return candidate.merits().trust() == Trust.VETTED ? merit : merit - VETTED_FIRST;
  }

  private void take(int node) {
    newcomers += seats[node] == Seating.NEWCOMER && !taken[node] ? 1 : 0;
    taken[node] = true;
    chooser.taken(node);
  }

  /** Deals all copies of one bit after the other, from the sites with most nodes left. */
  void dealBySites() {
    long footprint = needs.stream().mapToLong(Need::footprint).max().orElse(0);
    Map<String, Site> left = new HashMap<>();
    for (int node = 0; node < nodes.size(); node++) {
      if (!taken[node] && takesNew(node, footprint)) {
        left.computeIfAbsent(nodes.get(node).site(), Site::new).nodes().add(node);
      }
    }
    left.values().forEach(site -> site.nodes().sort(chooser.bestLast()));
    List<Integer> bits = new ArrayList<>(bitsWhere(bit -> missing[bit] > 0));
    bits.sort(Comparator.comparingInt(bit -> -missing[bit]));
    for (int bit : bits) {
      List<Site> best =
          left.values().stream()
              .filter(site -> !site.nodes().isEmpty())
              .filter(site -> !sites.get(bit).contains(site.name()))
              .sorted(Comparator.comparingInt(site -> -site.nodes().size()))
              .limit(missing[bit])
              .toList();
      best.forEach(site -> record(bit, site.nodes().removeLast()));
    }
  }

  /** A site and those of its nodes that are left, the best last. */
  private record Site(String name, List<Integer> nodes) {
    Site(String name) {
      this(name, new ArrayList<>());
    }
  }

  private void record(int bit, int node) {
    taken[node] = true;
    free += Chooser.free(nodes.get(node).freeShare());
    chooser.holds(bit, node);
    sites.get(bit).add(nodes.get(node).site());
    missing[bit]--;
    dealt[bit]++;
    lacksOnline[bit] = false;
    added.add(new Choice(bit, nodes.get(node).node()));
  }

  private boolean fits(int bit, int node) {
    return (!promptOnly || nodes.get(node).prompt())
        && takesNew(node, needs.get(bit).footprint())
        && isAdmitted(bit, node)
        && !sites.get(bit).contains(nodes.get(node).site());
  }

  private boolean isAdmitted(int bit, int node) {
    if (seating.isFree()) {
      return true;
    }
    return seats[node] == Seating.NEWCOMER
        ? taken[node] || newcomers < seating.room()
        : seats[node] == seating.seatOfBit(bit);
  }

  private boolean takesNew(int node, long footprint) {
    return nodes.get(node).freeBytes() >= footprint && mayTake(node);
  }

  private boolean mayTake(int node) {
    return nodes.get(node).online() && !avoid.contains(nodes.get(node).node());
  }

  private List<Integer> bitsWhere(IntPredicate condition) {
    List<Integer> bits = new ArrayList<>();
    for (int bit = 0; bit < needs.size(); bit++) {
      if (condition.test(bit)) {
        bits.add(bit);
      }
    }
    return bits;
  }

  private int count(IntPredicate condition) {
    int count = 0;
    for (int node = 0; node < nodes.size(); node++) {
      count += condition.test(node) ? 1 : 0;
    }
    return count;
  }

  boolean isSatisfied() {
    return wantingTotal() == 0;
  }

  /** Whether every bit has an anchor, or there is none. */
  boolean isAnchoredIfItCan() {
    return chooser.isAnchoredIfItCan();
  }

  /** How good the deal is, in nats: what its bits have, and how free the nodes are. */
  double worth() {
    return chooser.budgets() + free;
  }

  /** Whether every bit has an anchor. */
  boolean isAnchored() {
    return chooser.isAnchored();
  }

  /** For each bit and four hours of the week the chance that none of its copies is here. */
  double[][] misses() {
    return chooser.misses();
  }

  int wantingTotal() {
    return wanting().stream().mapToInt(Integer::intValue).sum();
  }

  List<Integer> wanting() {
    List<Integer> wanting = new ArrayList<>();
    for (int copies : missing) {
      wanting.add(Math.max(0, copies));
    }
    return wanting;
  }

  /** Bits without a copy on a node that is online. */
  int lacksOnline() {
    return bitsWhere(bit -> lacksOnline[bit]).size();
  }

  int lacksOnlineAtStart() {
    return lacksOnlineAtStart;
  }

  /** Nodes that are online. */
  int online() {
    return count(node -> nodes.get(node).online());
  }

  /** Nodes that were online and held nothing of the stripe before it was dealt. */
  int unusedOnline() {
    return unusedOnline;
  }

  /** The sites of the nodes with room for the largest bit, one for each node. */
  List<String> sitesWithRoom() {
    long footprint = needs.stream().mapToLong(Need::footprint).max().orElse(0);
    return nodes.stream()
        .filter(node -> node.online() && node.freeBytes() >= footprint)
        .map(Candidate::site)
        .toList();
  }

  int withRoom() {
    return sitesWithRoom().size();
  }

  List<Choice> added() {
    return added;
  }

  List<Choice> dropped() {
    return dropped;
  }
}
