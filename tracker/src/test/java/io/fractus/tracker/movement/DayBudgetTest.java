// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayBudgetTest {
  private static final long MIB = 1 << 20;

  @Test
  void take_anyCopies_neitherCloudNorNodeExceedsItsPart() {
    for (long seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      long bytes = random.nextInt(4_000) * MIB;
      Map<Long, Long> moved = new HashMap<>();
      long sum = 0;
      DayBudget budget = new DayBudget(bytes, 0, Map.of());
      for (int i = 0; i < 500; i++) {
        long to = 1L + random.nextInt(10);
        List<Long> from = List.of(11L + random.nextInt(3), 14L + random.nextInt(3));
        long copy = 1L + random.nextInt(16 << 20);
        if (random.nextInt(50) == 0) {
          // As after a kill.
          budget = new DayBudget(bytes, sum, moved);
        }
        if (budget.take(to, from, copy)) {
          sum += copy;
          moved.merge(to, copy, Long::sum);
          from.forEach(node -> moved.merge(node, Math.ceilDiv(copy, 2), Long::sum));
        }
      }
      long most = Math.min(bytes, Math.max(bytes / 8, 64 * MIB));
      assertThat(sum).as("seed %d", seed).isLessThanOrEqualTo(bytes);
      assertThat(moved.values()).as("seed %d", seed).allMatch(of -> of <= most);
      assertThat(bytes < 2_000 * MIB || sum > bytes / 8).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void take_moreThanIsLeft_takesNothing() {
    DayBudget budget = new DayBudget(100, 0, Map.of());

    assertThat(budget.take(1, List.of(2L), 101)).isFalse();
    assertThat(budget.left()).isEqualTo(100);
    assertThat(budget.take(1, List.of(2L), 60)).isTrue();
    assertThat(budget.take(3, List.of(4L), 60)).isFalse();
    assertThat(budget.left(3)).isEqualTo(40);
  }

  @Test
  void settings_shareOrBytes_giveTheBytesOfADay() {
    assertThat(MovementSettings.USUAL.bytesPerDay(100_000L * MIB)).isEqualTo(2_000 * MIB);
    assertThat(MovementSettings.USUAL.bytesPerDay(0)).isEqualTo(64 * MIB);
    assertThat(new MovementSettings(0, 7).bytesPerDay(1_000)).isEqualTo(7);
    assertThat(MovementSettings.OFF.isOff()).isTrue();
    assertThat(MovementSettings.OFF.bytesPerDay(1_000)).isZero();
  }
}
