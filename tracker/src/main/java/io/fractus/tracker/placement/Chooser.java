// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.Limits;
import io.fractus.tracker.availability.FourHours;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Which of the nodes that may take a copy shall. Knows what each bit has and who is good for it,
 * none of the rules. Not thread-safe.
 */
final class Chooser {
  /*
   * Nodes are of four kinds: anchors, which are here in every hour of the week; others that are
   * vetted; new ones; and those that lately sent what was wrong. The first copy of a bit goes to an
   * anchor if one can be had. Later ones go to others, and to anchors only as far as their share
   * of the free space is more than first copies need, so that all bits find one. A new node gets a
   * copy with a chance of NEW_SHARE, of a bit that has another copy and none on a new node;
   * otherwise it gets one only if no vetted node can take it.
   *
   * Among nodes of a kind, CANDIDATES_SAMPLED are drawn, and the one is taken that leaves the bit
   * with most budget in its worst hour, -ln of the chance that it misses; so a later copy goes to
   * who is here when the earlier ones are not. To that is added, in nats, what its free share, its
   * speed and the time it will stay are worth, and from it is taken what it has in common with
   * other copies, since regions and sites fail together. The whole week counts by its power mean
   * of fourth order, which is close to the worst hour and yet sees the others.
   */

  static final int NONE = -1;

  private static final double NEW_SHARE = 0.05;

  /** A bit that misses once in a thousand is as good as its stripe needs: R6 8+2 has 7 nines. */
  private static final double BUDGET_ENOUGH = 7;

  private static final double BUDGET_BEYOND_WEIGHT = 0.1;
  private static final double SHARE_WEIGHT = 0.3;
  private static final double SHARE_MIN = 0.01;
  private static final double REGION_WEIGHT = 0.5;
  private static final double SITE_WEIGHT = 0.3;

  /** A bit with a single copy is gone with its site. */
  private static final double SITE_WEIGHT_SINGLE = 1;

  /** How finely the free shares of nodes of a group are told apart. */
  private static final int LEVELS_PER_HALVING = 2;

  private static final double TINY = 1e-300;

  /** Of a bit without copies. */
  private static final double[] NOTHING = new double[FourHours.PARTS];

  static {
    Arrays.fill(NOTHING, 1);
  }

  private final List<Candidate> nodes;
  private final List<Need> needs;
  private final RandomGenerator random;
  private final double anchorsBesideFirst;

  private final Pool anchors = new Pool();
  private final Pool others = new Pool();
  private final Pool fresh = new Pool();
  private final Pool doubted = new Pool();

  /** For each bit the chances that none of its copies is here. */
  private final double[][] misses;

  private final boolean[] has;
  private final boolean[] hasAnchor;
  private final boolean[] hasFresh;
  private final Map<String, Integer> atSite = new HashMap<>();
  private final Map<Integer, Map<String, Integer>> inRegion = new HashMap<>();

  /** Positions of nodes of a kind. */
  private static final class Pool {
    private int[] positions = new int[16];
    private int size;

    void add(int position) {
      if (size == positions.length) {
        positions = Arrays.copyOf(positions, 2 * size);
      }
      positions[size++] = position;
    }
  }

  /**
   * @param usable the nodes that may get copies at all
   */
  Chooser(List<Candidate> nodes, List<Need> needs, IntPredicate usable, RandomGenerator random) {
    this.nodes = nodes;
    this.needs = needs;
    this.random = random;
    this.misses = new double[needs.size()][];
    Arrays.setAll(misses, _ -> NOTHING.clone());
    this.has = new boolean[needs.size()];
    this.hasAnchor = new boolean[needs.size()];
    this.hasFresh = new boolean[needs.size()];
    double free = 0;
    double anchored = 0;
    for (int node = 0; node < nodes.size(); node++) {
      Candidate candidate = nodes.get(node);
      if (usable.test(node)) {
        pool(candidate.merits()).add(node);
        free += Math.max(0, candidate.freeBytes());
        anchored += candidate.merits().isAnchor() ? Math.max(0, candidate.freeBytes()) : 0;
      }
    }
    double copies = needs.stream().mapToInt(Need::copies).average().orElse(1);
    double share = free > 0 ? anchored / free : 0;
    this.anchorsBesideFirst = copies > 1 ? (share * copies - 1) / (copies - 1) : 1;
  }

  private Pool pool(Merits merits) {
    return switch (merits.trust()) {
      case VETTED -> merits.isAnchor() ? anchors : others;
      case NEW -> fresh;
      case DOUBTED -> doubted;
    };
  }

  /** A node was taken for some bit of the stripe, or held one before. */
  void taken(int node) {
    atSite.merge(nodes.get(node).site(), 1, Integer::sum);
  }

  /** A bit has a copy on a node. */
  void holds(int bit, int node) {
    Merits merits = nodes.get(node).merits();
    for (int part = 0; part < FourHours.PARTS; part++) {
      misses[bit][part] *= merits.hours().miss(part);
    }
    has[bit] = true;
    hasAnchor[bit] |= merits.isAnchor();
    hasFresh[bit] |= merits.trust() == Trust.NEW;
    inRegion.computeIfAbsent(bit, _ -> new HashMap<>()).merge(merits.region(), 1, Integer::sum);
  }

  /** Not a copy: read only. */
  double[][] misses() {
    return misses;
  }

  /** What a copy on a node takes from or adds to the worth of a stripe by its free share. */
  static double free(double share) {
    return SHARE_WEIGHT * Math.log(Math.max(SHARE_MIN, share));
  }

  /** What all bits have in their worst hours, as far as it counts, in nats. */
  double budgets() {
    double sum = 0;
    for (int bit = 0; bit < needs.size(); bit++) {
      sum += counted(budget(bit));
    }
    return sum;
  }

  private static double counted(double budget) {
    return Math.min(budget, BUDGET_ENOUGH)
        + BUDGET_BEYOND_WEIGHT * Math.max(0, budget - BUDGET_ENOUGH);
  }

  /** What a bit has in its worst hours, in nats. */
  double budget(int bit) {
    double sum = 0;
    for (double miss : misses[bit]) {
      sum += fourth(miss);
    }
    return budget(sum);
  }

  /** Whether every bit has an anchor, or single copies are spread, or there is no anchor. */
  boolean isAnchoredIfItCan() {
    for (int bit = 0; bit < needs.size(); bit++) {
      if (wantsAnchor(bit)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a bit has yet to get an anchor, and one may be had. */
  boolean wantsAnchor(int bit) {
    return !hasAnchor[bit] && anchors.size > 0 && needs.get(bit).copies() > 1;
  }

  /** Whether every bit has an anchor. */
  boolean isAnchored() {
    for (boolean anchored : hasAnchor) {
      if (!anchored) {
        return false;
      }
    }
    return true;
  }

  /** The node that shall get the bit next, or {@link #NONE} if none fits. */
  int choose(int bit, IntPredicate fits) {
    if (has[bit] && !hasFresh[bit] && random.nextDouble() < NEW_SHARE) {
      int node = drawn(bit, fits, fresh);
      if (node != NONE) {
        return node;
      }
    }
    int node = chooseVetted(bit, fits);
    node = node != NONE ? node : any(bit, fits, fresh);
    return node != NONE ? node : any(bit, fits, doubted);
  }

  /** Whether a copy of a bit shall go to others than anchors, so that all bits find one. */
  boolean sparesAnchors(int bit) {
    return hasAnchor[bit]
        && needs.get(bit).copies() > 1
        && random.nextDouble() >= anchorsBesideFirst;
  }

  private int chooseVetted(int bit, IntPredicate fits) {
    boolean isSpread = needs.get(bit).copies() == 1;
    if (isSpread || (hasAnchor[bit] && random.nextDouble() < anchorsBesideFirst)) {
      return any(bit, fits, anchors, others);
    }
    int node = any(bit, fits, hasAnchor[bit] ? others : anchors);
    return node != NONE ? node : any(bit, fits, hasAnchor[bit] ? anchors : others);
  }

  /** The best of some, or of all if none of some fits. */
  private int any(int bit, IntPredicate fits, Pool... pools) {
    int node = drawn(bit, fits, pools);
    return node != NONE ? node : bestOfAll(bit, fits, pools);
  }

  private int drawn(int bit, IntPredicate fits, Pool... pools) {
    int size = Arrays.stream(pools).mapToInt(pool -> pool.size).sum();
    int best = NONE;
    double most = 0;
    for (int i = 0; i < Limits.CANDIDATES_SAMPLED && size > 0; i++) {
      int at = random.nextInt(size);
      for (Pool pool : pools) {
        if (at >= pool.size) {
          at -= pool.size;
          continue;
        }
        int node = pool.positions[at];
        if (fits.test(node)) {
          double score = score(bit, node);
          if (best == NONE || score > most) {
            best = node;
            most = score;
          }
        }
        break;
      }
    }
    return best;
  }

  private int bestOfAll(int bit, IntPredicate fits, Pool... pools) {
    int best = NONE;
    double most = 0;
    for (Pool pool : pools) {
      for (int i = 0; i < pool.size; i++) {
        int node = pool.positions[i];
        if (fits.test(node)) {
          double score = score(bit, node);
          if (best == NONE || score > most) {
            best = node;
            most = score;
          }
        }
      }
    }
    return best;
  }

  /** The same while the free share of the node is about the same. */
  double lasting(int bit, int node) {
    double halvings = Math.log(Math.max(SHARE_MIN, nodes.get(node).freeFraction())) / Math.log(2);
    double about = (double) Math.round(LEVELS_PER_HALVING * halvings) / LEVELS_PER_HALVING;
    return score(bit, node, Math.pow(2, about));
  }

  private double score(int bit, int node) {
    return score(bit, node, nodes.get(node).freeFraction());
  }

  /** How good the bit would be with a copy there, all told, in nats. */
  private double score(int bit, int node, double free) {
    Candidate candidate = nodes.get(node);
    double site = needs.get(bit).copies() == 1 ? SITE_WEIGHT_SINGLE : SITE_WEIGHT;
    Map<String, Integer> regions = inRegion.getOrDefault(bit, Map.of());
    return merit(misses[bit], candidate, free)
        - REGION_WEIGHT * regions.getOrDefault(candidate.merits().region(), 0)
        - site * atSite.getOrDefault(candidate.site(), 0);
  }

  /** How good a node is by itself: the kind first, and how good within it. */
  Comparator<Integer> bestLast() {
    Comparator<Trust> trustedLast = Comparator.reverseOrder();
    return Comparator.<Integer, Trust>comparing(
            node -> nodes.get(node).merits().trust(), trustedLast)
        .thenComparingDouble(
            node -> merit(NOTHING, nodes.get(node), nodes.get(node).freeFraction()));
  }

  private static double merit(double[] misses, Candidate candidate, double free) {
    Merits merits = candidate.merits();
    double sum = 0;
    for (int part = 0; part < FourHours.PARTS; part++) {
      sum += fourth(misses[part] * merits.hours().miss(part));
    }
    return counted(budget(sum)) + free(free) + merits.worth();
  }

  private static double fourth(double miss) {
    double squared = miss * miss;
    return squared * squared;
  }

  private static double budget(double sumOfFourths) {
    return -Math.log(Math.max(TINY, sumOfFourths / FourHours.PARTS)) / 4;
  }
}
