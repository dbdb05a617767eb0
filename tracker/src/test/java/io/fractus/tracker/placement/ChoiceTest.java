// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which nodes placement prefers when the rules leave it a choice. */
class ChoiceTest {
  private static final long FOOTPRINT = 1_000;
  private static final long SHARE = 1_000_000;
  private static final int SEEDS = 200;

  private final List<Candidate> nodes = new ArrayList<>();
  private final Map<Long, Candidate> byKey = new HashMap<>();

  private static double always(int hour) {
    return hour % 24 < 12 ? 0.98 : 0.97;
  }

  private static double days(int hour) {
    return hour % 24 < 12 ? 0.9 : 0.1;
  }

  private static double nights(int hour) {
    return hour % 24 < 12 ? 0.1 : 0.9;
  }

  private static Merits merits(IntToDoubleFunction week, Trust trust, String region) {
    return Merits.of(
        FourHours.of(WeekAvailability.of(week)), trust, region, NodeClass.HOME, 100, null);
  }

  private void add(int count, Merits merits) {
    for (int i = 0; i < count; i++) {
      long key = 1L + nodes.size();
      Candidate node = new Candidate(key, "s" + key, true, true, SHARE, 0, merits);
      nodes.add(node);
      byKey.put(key, node);
    }
  }

  private Placed place(long seed, int bits, int copies) {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      needs.add(new Need(FOOTPRINT, copies, List.of()));
    }
    Outcome outcome = new PlacementPolicy(new Random(seed)).place("test", needs, nodes, Set.of());
    assertThat(outcome).as("seed %d", seed).isInstanceOf(Placed.class);
    Placed placed = (Placed) outcome;
    assertThat(placed.shortfall()).as("seed %d", seed).isEmpty();
    return placed;
  }

  /** The merits of the copies of a bit, the first copy first. */
  private List<Merits> copies(Placed placed, int bit) {
    return placed.added().stream()
        .filter(choice -> choice.bit() == bit)
        .map(this::candidate)
        .map(Candidate::merits)
        .toList();
  }

  private Candidate candidate(Choice choice) {
    Candidate candidate = byKey.get(choice.node());
    if (candidate == null) {
      throw new AssertionError("no node " + choice.node());
    }
    return candidate;
  }

  @Test
  void place_fewAnchors_everyBitHasOneAndNoMore() {
    Merits anchor = merits(ChoiceTest::always, Trust.VETTED, "");
    add(12, anchor);
    add(300, merits(ChoiceTest::days, Trust.VETTED, ""));
    for (long seed = 0; seed < SEEDS; seed++) {
      Placed placed = place(seed, 10, 3);
      for (int bit = 0; bit < 10; bit++) {
        assertThat(copies(placed, bit)).as("seed %d bit %d", seed, bit).startsWith(anchor);
        assertThat(copies(placed, bit)).as("seed %d bit %d", seed, bit).containsOnlyOnce(anchor);
      }
    }
  }

  @Test
  void place_mostNodesAreAnchors_takesThemByTheirSpace() {
    Merits anchor = merits(ChoiceTest::always, Trust.VETTED, "");
    add(90, anchor);
    add(10, merits(ChoiceTest::nights, Trust.VETTED, ""));
    int others = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Choice choice : place(seed, 10, 2).added()) {
        others += candidate(choice).merits().isAnchor() ? 0 : 1;
      }
    }
    // They have a tenth of the space: they shall not have half of the copies.
    assertThat(others / (20.0 * SEEDS)).isBetween(0.0, 0.15);
  }

  @Test
  void place_noAnchors_copiesAreHereWhenTheOthersAreNot() {
    Merits days = merits(ChoiceTest::days, Trust.VETTED, "");
    Merits nights = merits(ChoiceTest::nights, Trust.VETTED, "");
    add(100, days);
    add(100, nights);
    for (long seed = 0; seed < SEEDS; seed++) {
      Placed placed = place(seed, 10, 2);
      for (int bit = 0; bit < 10; bit++) {
        assertThat(copies(placed, bit)).as("seed %d", seed).containsExactlyInAnyOrder(days, nights);
      }
    }
  }

  @Test
  void place_newNodes_getAFewPerCentAndNeverTheFirstCopy() {
    Merits fresh = merits(ChoiceTest::always, Trust.NEW, "");
    add(100, merits(ChoiceTest::days, Trust.VETTED, ""));
    add(100, fresh);
    int copies = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Placed placed = place(seed, 10, 3);
      for (int bit = 0; bit < 10; bit++) {
        List<Merits> held = copies(placed, bit);
        assertThat(held.getFirst()).as("seed %d", seed).isNotEqualTo(fresh);
        long many = held.stream().filter(fresh::equals).count();
        assertThat(many).as("seed %d", seed).isLessThanOrEqualTo(1);
        copies += (int) many;
      }
    }
    // One in twenty of the two thirds that are no first copies.
    assertThat(copies / (30.0 * SEEDS)).isBetween(0.02, 0.05);
  }

  @Test
  void place_onlyNewNodes_areUsedLikeOthers() {
    add(30, merits(ChoiceTest::days, Trust.NEW, ""));

    assertThat(place(1, 10, 3).added()).hasSize(30);
  }

  @Test
  void place_doubtedNodes_areTheLastResort() {
    add(20, merits(ChoiceTest::days, Trust.NEW, ""));
    add(100, merits(ChoiceTest::always, Trust.DOUBTED, ""));
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Choice choice : place(seed, 10, 2).added()) {
        assertThat(candidate(choice).merits().trust()).isEqualTo(Trust.NEW);
      }
    }
    assertThat(place(1, 10, 3).added()).hasSize(30);
  }

  @Test
  void place_likeNodesInTwoRegions_spreadsEveryBit() {
    add(60, merits(ChoiceTest::days, Trust.VETTED, "north"));
    add(60, merits(ChoiceTest::days, Trust.VETTED, "south"));
    for (long seed = 0; seed < SEEDS; seed++) {
      Placed placed = place(seed, 6, 2);
      for (int bit = 0; bit < 6; bit++) {
        Set<String> regions = new HashSet<>();
        copies(placed, bit).forEach(merits -> regions.add(merits.region()));
        assertThat(regions).as("seed %d", seed).hasSize(2);
      }
    }
  }

  @Test
  void place_singleCopies_areSpreadOverSites() {
    Merits days = merits(ChoiceTest::days, Trust.VETTED, "");
    for (long key = 1; key <= 60; key++) {
      nodes.add(new Candidate(key, key <= 40 ? "big" : "s" + key % 5, true, true, SHARE, 0, days));
    }
    nodes.forEach(node -> byKey.put(node.node(), node));
    for (long seed = 0; seed < SEEDS; seed++) {
      Map<String, Integer> bySite = new HashMap<>();
      place(seed, 6, 1)
          .added()
          .forEach(choice -> bySite.merge(candidate(choice).site(), 1, Integer::sum));
      assertThat(bySite.values()).as("seed %d", seed).allMatch(bits -> bits <= 2);
    }
  }

  @Test
  void place_fastNodes_getMoreThanSlowOnes() {
    FourHours week = FourHours.of(WeekAvailability.of(ChoiceTest::days));
    Merits slow = Merits.of(week, Trust.VETTED, "", NodeClass.HOME, 100, 1e5);
    add(50, slow);
    add(50, Merits.of(week, Trust.VETTED, "", NodeClass.HOME, 100, 1e7));
    int many = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      for (Choice choice : place(seed, 4, 2).added()) {
        many += candidate(choice).merits().equals(slow) ? 1 : 0;
      }
    }
    assertThat(many).isLessThan(8 * SEEDS / 10);
  }

  @Test
  void place_largeCloudWithFewAnchors_everyBitHasOne() {
    Merits anchor = merits(ChoiceTest::always, Trust.VETTED, "");
    add(3_000, merits(ChoiceTest::days, Trust.VETTED, ""));
    add(60, anchor);
    for (long seed = 0; seed < 20; seed++) {
      Placed placed = place(seed, 10, 2);
      for (int bit = 0; bit < 10; bit++) {
        assertThat(copies(placed, bit)).as("seed %d bit %d", seed, bit).containsOnlyOnce(anchor);
      }
    }
  }

  @Test
  void place_sameSeed_isTheSame() {
    nodes.addAll(new MixedCloud(new Random(7), 300, 60, SHARE).nodes);
    nodes.forEach(node -> byKey.put(node.node(), node));
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(place(seed, 10, 2)).isEqualTo(place(seed, 10, 2));
    }
  }
}
