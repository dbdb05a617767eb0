// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import io.fractus.tracker.plan.MissTail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What placement makes of a mixed cloud, beside placement by chance. */
class CopiesTest {
  private static final long SEED = 20_260;
  private static final int NODES = 600;
  private static final int SITES = 100;
  private static final long SHARE = 1_000;
  private static final int DATA_BITS = 8;
  private static final int PARITY_BITS = 2;
  private static final int BITS = DATA_BITS + PARITY_BITS;
  private static final int COPIES_MAX = 16;
  private static final double TARGET = 1e-4;

  /** So much of the space is taken that servers with a copy of every bit are mostly full. */
  private static final double FILLED = 0.15;

  private static final int STRIPES = 60;

  private final MixedCloud cloud = new MixedCloud(new Random(SEED), NODES, SITES, SHARE);

  /** How often a stripe cannot be read in the worst hour of its week, by what is true of nodes. */
  private double worstHour(List<Choice> copies) {
    double worst = 0;
    double[] misses = new double[BITS];
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      Arrays.fill(misses, 1);
      for (Choice copy : copies) {
        WeekAvailability truth = cloud.truths.get((int) copy.node() - 1);
        misses[copy.bit()] *= 1 - truth.at(hour);
      }
      worst = Math.max(worst, MissTail.over(PARITY_BITS, misses));
    }
    return worst;
  }

  /** The mean over stripes that fill a part of the cloud of how often each cannot be read. */
  private double byPlacement(int copies) {
    Random random = new Random(SEED + copies);
    PlacementPolicy policy = new PlacementPolicy(random);
    List<Candidate> nodes = new ArrayList<>(cloud.nodes);
    long footprint = (long) (FILLED * NODES * SHARE / (STRIPES * BITS * copies));
    double sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      List<Need> needs = new ArrayList<>();
      for (int bit = 0; bit < BITS; bit++) {
        needs.add(new Need(footprint, copies, List.of()));
      }
      Placed placed = (Placed) policy.place("raid6:8+2x" + copies, needs, nodes, Set.of());
      for (Choice copy : placed.added()) {
        int position = (int) copy.node() - 1;
        nodes.set(position, nodes.get(position).plus(footprint));
      }
      sum += worstHour(placed.added());
    }
    return sum / STRIPES;
  }

  /** The same by chance, with the rules of placement: as it was before nodes had merits. */
  private double byChance(int copies) {
    Random random = new Random(SEED + copies);
    double sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      List<Choice> placed = new ArrayList<>();
      Set<Long> used = new HashSet<>();
      for (int bit = 0; bit < BITS; bit++) {
        Set<String> sites = new HashSet<>();
        while (sites.size() < copies) {
          Candidate node = cloud.nodes.get(random.nextInt(NODES));
          if (!used.contains(node.node()) && sites.add(node.site())) {
            used.add(node.node());
            placed.add(new Choice(bit, node.node()));
          }
        }
      }
      sum += worstHour(placed);
    }
    return sum / STRIPES;
  }

  @Test
  void place_mixedCloud_needsHalfTheCopiesOfChanceForFourNines() {
    int ours = 1;
    while (ours < COPIES_MAX && byPlacement(ours) > TARGET) {
      ours++;
    }
    int chance = 1;
    while (chance < COPIES_MAX && byChance(chance) > TARGET) {
      chance++;
    }
    assertThat(byPlacement(ours)).as("seed %d, %d copies", SEED, ours).isLessThan(TARGET);
    assertThat(2 * ours).as("seed %d, by chance %d", SEED, chance).isLessThanOrEqualTo(chance);
  }

  @Test
  void place_mixedCloud_missesAHundredthOfWhatChanceDoes() {
    for (int copies : new int[] {2, 4}) {
      assertThat(byPlacement(copies))
          .as("seed %d, %d copies, by chance %s", SEED, copies, byChance(copies))
          .isLessThan(byChance(copies) / 100);
    }
  }
}
