// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.repair.Surplus.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurplusTest {
  private static final FourHours GOOD = FourHours.of(WeekAvailability.of(_ -> 0.9));
  private static final FourHours BAD = FourHours.of(WeekAvailability.of(_ -> 0.2));

  private static Held held(long node, String site, FourHours hours, boolean verified) {
    return new Held(node, site, hours, verified, 0.5, false);
  }

  @Test
  void worst_notEnoughAreVerified_nobodyGoes() {
    assertThat(
            Surplus.worst(
                List.of(
                    held(1, "a", GOOD, true), held(2, "b", GOOD, false), held(3, "c", BAD, false)),
                2))
        .isEmpty();
  }

  @Test
  void worst_oneWasNotRight_goesHoweverGoodItsNode() {
    assertThat(
            Surplus.worst(
                List.of(
                    held(1, "a", BAD, true), held(2, "b", BAD, true), held(3, "c", GOOD, false)),
                2))
        .map(Held::node)
        .contains(3L);
  }

  @Test
  void worst_allAreRight_theWorstPlacedGoes() {
    assertThat(
            Surplus.worst(
                List.of(
                    held(1, "a", GOOD, true), held(2, "b", BAD, true), held(3, "c", GOOD, true)),
                2))
        .map(Held::node)
        .contains(2L);
    assertThat(
            Surplus.worst(
                List.of(
                    held(1, "a", GOOD, true), held(2, "b", BAD, true), held(3, "a", GOOD, true)),
                2))
        .map(Held::node)
        .contains(1L);
  }

  @Test
  void worst_oneIsOutsideOfTheGroup_goesHoweverGoodItsNode() {
    Held guest = new Held(2, "b", GOOD, true, 0.5, true);

    assertThat(Surplus.worst(List.of(held(1, "a", BAD, true), guest, held(3, "c", BAD, true)), 2))
        .contains(guest);
  }

  @Test
  void worstToKeep_worstPlacedHasSpace_nobodyGoes() {
    Held crowdedAnchor = new Held(1, "a", GOOD, true, 0.1, false);
    List<Held> copies = List.of(crowdedAnchor, held(2, "b", BAD, true), held(3, "c", GOOD, true));

    assertThat(Surplus.worstToKeep(copies, 2)).isEmpty();
    assertThat(Surplus.worst(copies, 2)).map(Held::node).contains(2L);
  }

  @Test
  void worstToKeep_worstPlacedHasNoSpace_goes() {
    Held crowded = new Held(2, "b", BAD, true, 0.19, false);

    assertThat(
            Surplus.worstToKeep(
                List.of(held(1, "a", GOOD, true), crowded, held(3, "c", GOOD, true)), 2))
        .contains(crowded);
  }

  @Test
  void worstToKeep_oneDidNotAnswer_staysWhileThereIsSpace() {
    assertThat(
            Surplus.worstToKeep(
                List.of(
                    held(1, "a", BAD, true), held(2, "b", BAD, true), held(3, "c", GOOD, false)),
                2))
        .isEmpty();
  }

  @Test
  void worst_ofRandomCopies_leavesAsManyRightOnesAsWanted() {
    long seed = Long.getLong("fractus.seed", 17);
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      List<Held> copies = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        copies.add(
            held(
                i,
                "s" + random.nextInt(5),
                random.nextBoolean() ? GOOD : BAD,
                random.nextBoolean()));
      }
      int wanted = 1 + random.nextInt(5);
      long right = copies.stream().filter(Held::verified).count();
      var worst = Surplus.worst(copies, wanted);
      assertThat(worst.isPresent())
          .as("seed %d round %d", seed, round)
          .isEqualTo(right >= wanted && count > wanted);
      worst.ifPresent(gone -> {
        copies.remove(gone);
        assertThat(copies.stream().filter(Held::verified).count()).isGreaterThanOrEqualTo(wanted);
      });
    }
  }
}
