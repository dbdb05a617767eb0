// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.BenchResult;
import io.fractus.tracker.assignment.MeritTable;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.placement.Candidate;
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
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** What placement costs, and what it saves beside placement by chance. */
final class JudgementBench {
  private static final long SEED = 20_260;
  private static final int[] CLOUDS = {1_000, 100_000, 1_000_000};
  private static final int WARM_UP = 2_000;
  private static final long MEASURED_NANOS = 2_000_000_000L;
  private static final int DATA_BITS = 8;
  private static final int PARITY_BITS = 2;
  private static final int BITS = DATA_BITS + PARITY_BITS;
  private static final int COPIES = 2;
  private static final int COPIES_MAX = 16;
  private static final double TARGET = 1e-4;
  private static final int BYTES_MAX = 200;

  /** The cloud of which copies are counted, and how much of it is filled with how many stripes. */
  private static final int NODES = 2_000;

  private static final double FILLED = 0.15;
  private static final int STRIPES = 100;

  private final Consumer<BenchResult> results;

  JudgementBench(Consumer<BenchResult> results) {
    this.results = results;
  }

  void run() {
    for (int nodes : CLOUDS) {
      rate(nodes, "copies placed/s, %,d nodes", new PlacementPolicy(new Random(SEED)));
      Groups groups = new Groups();
      rate(nodes, "  the same in groups", new PlacementPolicy(new Random(SEED), groups));
    }
    memory(new IndexBench(results).run());
    new GroupsBench(results).run();
    new PretendersBench(results).run();
    copies();
    new ExplainBench(results).run();
  }

  private void rate(int count, String row, PlacementPolicy policy) {
    Nodes nodes = new ListedNodes(new MixedNodes(new Random(SEED), count).candidates());
    List<Need> needs = needs(1, COPIES);
    for (int i = 0; i < WARM_UP; i++) {
      place(policy, needs, nodes);
    }
    long start = System.nanoTime();
    long stripes = 0;
    while (System.nanoTime() - start < MEASURED_NANOS) {
      place(policy, needs, nodes);
      stripes++;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String name = String.format(Locale.ROOT, row, count);
    // A stripe of raid6:8+2x2 is twenty choices.
    results.accept(
        BenchResult.recorded(
            "judge", name, stripes * BITS * COPIES / seconds / 1e3, "k/s", "-", 1));
  }

  private void memory(double index) {
    MixedNodes nodes = new MixedNodes(new Random(SEED), NODES);
    int count = CLOUDS[1];
    long before = used();
    MeritTable table = new MeritTable();
    double merits;
    try {
      for (int node = 0; node < count; node++) {
        table.put(node, node, nodes.candidates().get(node % NODES).merits());
      }
      merits = (used() - before) / (double) count;
    } finally {
      Reference.reachabilityFence(table);
    }
    double groups = new GroupsBench(results).memory(count);
    results.accept(BenchResult.recorded("judge", "  what it is worth", merits, "B", "-", 1));
    results.accept(BenchResult.recorded("judge", "  its groups of a shape", groups, "B", "-", 1));
    double each = index + merits + groups;
    results.accept(
        BenchResult.recorded("judge", "memory of a node beside history", each, "B", "limit", 200)
            .withTarget("at most 200 bytes", each <= BYTES_MAX));
  }

  static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private void copies() {
    MixedNodes cloud = new MixedNodes(new Random(SEED), NODES);
    int ours = 1;
    while (ours < COPIES_MAX && byPlacement(cloud, ours) > TARGET) {
      ours++;
    }
    int chance = 1;
    while (chance < COPIES_MAX && byChance(cloud, chance) > TARGET) {
      chance++;
    }
    results.accept(
        BenchResult.recorded(
                "judge", "copies for 99.99 % in the worst hour", ours, "", "by chance", chance)
            .withTarget("at most half", 2 * ours <= chance));
  }

  private static double byPlacement(MixedNodes cloud, int copies) {
    PlacementPolicy policy = new PlacementPolicy(new Random(SEED + copies));
    List<Candidate> nodes = new ArrayList<>(cloud.candidates());
    long bytes =
        (long) (FILLED * NODES * MixedNodes.SHARE_BYTES / ((double) STRIPES * BITS * copies));
    double sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      List<Choice> placed = place(policy, needs(bytes, copies), Nodes.of(nodes));
      for (Choice copy : placed) {
        nodes.set((int) copy.node(), nodes.get((int) copy.node()).plus(bytes));
      }
      sum += worstHour(cloud, placed);
    }
    return sum / STRIPES;
  }

  private static double byChance(MixedNodes cloud, int copies) {
    List<Integer> nodes = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      nodes.add(node);
    }
    Random chance = new Random(SEED + copies);
    double sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      Collections.shuffle(nodes, chance);
      List<Choice> placed = new ArrayList<>();
      for (int copy = 0; copy < BITS * copies; copy++) {
        placed.add(new Choice(copy % BITS, nodes.get(copy)));
      }
      sum += worstHour(cloud, placed);
    }
    return sum / STRIPES;
  }

  /** How often the stripe cannot be read in the worst hour of its week. */
  private static double worstHour(MixedNodes cloud, List<Choice> copies) {
    double worst = 0;
    double[] misses = new double[BITS];
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      Arrays.fill(misses, 1);
      for (Choice copy : copies) {
        misses[copy.bit()] *= 1 - cloud.truth((int) copy.node()).at(hour);
      }
      worst = Math.max(worst, MissTail.over(PARITY_BITS, misses));
    }
    return worst;
  }

  private static List<Need> needs(long bytes, int copies) {
    return Collections.nCopies(BITS, new Need(bytes, copies, List.of()));
  }

  private static List<Choice> place(PlacementPolicy policy, List<Need> needs, Nodes nodes) {
    return policy.place("raid6:8+2", needs, nodes, Set.of()) instanceof Placed placed
        ? placed.added()
        : List.of();
  }
}
