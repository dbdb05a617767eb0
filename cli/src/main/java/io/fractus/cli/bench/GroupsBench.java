// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.placement.Need;
import io.fractus.tracker.placement.Nodes;
import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import io.fractus.tracker.placement.PlacementPolicy;
import io.fractus.tracker.plan.MissTail;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** How many sets of nodes can lose data together, with groups of nodes and without. */
final class GroupsBench {
  private static final long SEED = 20_262;
  private static final int NODES = 400;
  private static final int STRIPES = 30_000;
  private static final int BITS = 10;
  private static final int PARITY_BITS = 2;
  private static final int COPIES = 2;

  /** Ways to choose three of ten bits. */
  private static final int TRIPLES = 120;

  private static final double FILLED = 0.15;

  /** Who is here changes as often. */
  private static final int STRIPES_PER_HOUR = 150;

  private static final int LOOKED_AT = 500;
  private static final int HOURS = 168;

  /** Of the nodes, so many are lost at once. */
  private static final double LOST = 0.01;

  private static final int TIMES_FEWER = 10;
  private static final double WORSE_MAX = 1.25;

  private final Consumer<BenchResult> results;
  private final MixedNodes cloud = new MixedNodes(new Random(SEED), NODES);

  GroupsBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  /**
   * What came of placing stripes one way.
   *
   * @param chance that a stripe is lost
   * @param unreadable how often a stripe cannot be read in its worst hour
   * @param unreadableLast the same of the last stripes, when most anchors are nearly full
   * @param scatter with how many others a node shares stripes at most
   * @param perSecond copies that were placed, in thousands
   */
  private record Run(
      double chance, double unreadable, double unreadableLast, int scatter, double perSecond) {}

  void run() {
    Groups groups = new Groups();
    Run with = place(new PlacementPolicy(new Random(SEED), groups));
    Run without = place(new PlacementPolicy(new Random(SEED)));
    Groups.Status status = groups.status();
    int most = 0;
    for (int node = 0; node < NODES; node++) {
      most = Math.max(most, groups.scatter(node));
    }
    results.accept(
        BenchResult.recorded(
                "judge",
                "chance that 1 % lost lose data",
                with.chance(),
                "",
                "no groups",
                without.chance())
            .withTarget("at most a tenth", with.chance() * TIMES_FEWER <= without.chance()));
    results.accept(
        BenchResult.recorded(
                "judge",
                "  unreadable in the worst hour",
                with.unreadable(),
                "",
                "no groups",
                without.unreadable())
            .withTarget("at most 1.25x", with.unreadable() <= WORSE_MAX * without.unreadable()));
    results.accept(
        BenchResult.recorded(
            "judge",
            "  and of the last 500 alone",
            with.unreadableLast(),
            "",
            "no groups",
            without.unreadableLast()));
    results.accept(
        BenchResult.recorded(
                "judge",
                "  others that a node shares with",
                with.scatter(),
                "",
                "no groups",
                without.scatter())
            .withTarget("at most 200", most <= Groups.SCATTER_MAX));
    results.accept(
        BenchResult.recorded(
            "judge", "  stripes outside of groups", (double) status.outside(), "", "of", STRIPES));
    results.accept(
        BenchResult.recorded(
            "judge",
            "  copies placed/s",
            with.perSecond(),
            "k/s",
            "no groups",
            without.perSecond()));
  }

  /** Bytes that groups of one shape take for a node of so many, all of which are in some. */
  double memory(int count) {
    Nodes many = new ListedNodes(new MixedNodes(new Random(SEED), count).candidates());
    List<Need> needs = Collections.nCopies(BITS, new Need(1, COPIES, List.of()));
    long before = JudgementBench.used();
    Groups groups = new Groups();
    PlacementPolicy policy = new PlacementPolicy(new Random(SEED), groups);
    try {
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        policy.place("raid6:8+2x2", needs, many, Set.of());
      }
      return (JudgementBench.used() - before) / (double) count;
    } finally {
      Reference.reachabilityFence(groups);
    }
  }

  private Run place(PlacementPolicy policy) {
    Random chance = new Random(SEED);
    ListedNodes nodes = new ListedNodes(cloud.candidates());
    List<Need> needs = Collections.nCopies(BITS, new Need(bytes(), COPIES, List.of()));
    long[] sets = new long[STRIPES * TRIPLES];
    List<Set<Integer>> mates = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      mates.add(new HashSet<>());
    }
    double unreadable = 0;
    double unreadableLast = 0;
    long nanos = 0;
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      if (stripe % STRIPES_PER_HOUR == 0) {
        int hour = chance.nextInt(HOURS);
        nodes.set(node -> chance.nextDouble() < cloud.truth(node).at(hour));
      }
      long start = System.nanoTime();
      List<Choice> placed =
          policy.place("raid6:8+2x2", needs, nodes, Set.of()) instanceof Placed done
              ? done.added()
              : List.of();
      nanos += System.nanoTime() - start;
      placed.forEach(copy -> nodes.fill((int) copy.node(), bytes()));
      note(placed, sets, stripe * TRIPLES, mates);
      if (stripe % (STRIPES / LOOKED_AT) == 0) {
        unreadable += worstHour(placed) / LOOKED_AT;
      }
      if (stripe >= STRIPES - LOOKED_AT) {
        unreadableLast += worstHour(placed) / LOOKED_AT;
      }
    }
    int scatter = mates.stream().mapToInt(Set::size).max().orElse(0);
    int distinct = (int) Arrays.stream(sets).sorted().distinct().count();
    double all = 1 - Math.exp(-distinct * chanceOfSet());
    double perSecond = STRIPES * BITS * COPIES / (nanos / 1e9) / 1e3;
    return new Run(all, unreadable, unreadableLast, scatter, perSecond);
  }

  private static long bytes() {
    return (long) (FILLED * NODES * MixedNodes.SHARE_BYTES / ((double) STRIPES * BITS * COPIES));
  }

  /** That all nodes of one fatal set, the copies of three bits, are among those lost. */
  private static double chanceOfSet() {
    return Math.pow(LOST, (PARITY_BITS + 1) * COPIES);
  }

  private static void note(List<Choice> placed, long[] sets, int first, List<Set<Integer>> mates) {
    int at = first;
    long[] bits = new long[BITS];
    for (Choice copy : placed) {
      // A sum of well mixed names: the same for the same nodes in any order.
      bits[copy.bit()] += new SplittableRandom(copy.node()).nextLong();
      for (Choice other : placed) {
        if (copy.node() != other.node()) {
          mates.get((int) copy.node()).add((int) other.node());
        }
      }
    }
    for (int a = 0; a < BITS; a++) {
      for (int b = a + 1; b < BITS; b++) {
        for (int c = b + 1; c < BITS; c++) {
          sets[at++] = bits[a] + bits[b] + bits[c];
        }
      }
    }
  }

  private double worstHour(List<Choice> copies) {
    double worst = 0;
    double[] misses = new double[BITS];
    for (int hour = 0; hour < HOURS; hour++) {
      Arrays.fill(misses, 1);
      for (Choice copy : copies) {
        misses[copy.bit()] *= 1 - cloud.truth((int) copy.node()).at(hour);
      }
      worst = Math.max(worst, MissTail.over(PARITY_BITS, misses));
    }
    return worst;
  }
}
