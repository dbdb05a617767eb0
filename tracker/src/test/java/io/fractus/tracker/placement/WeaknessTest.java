// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeaknessTest {
  private static double[][] misses(int bits, double miss) {
    double[][] misses = new double[bits][FourHours.PARTS];
    for (double[] week : misses) {
      Arrays.fill(week, miss);
    }
    return misses;
  }

  @Test
  void of_stripeThatIsGoodEnough_isNothing() {
    // R6 8+2 needs 3.86 nats a bit for three nines: facts of the design, computed apart.
    assertThat(Weakness.of("raid6:8+2x2", misses(10, Math.exp(-3.87)))).isEmpty();
    assertThat(Weakness.of("raid6:8+2x2", misses(10, Math.exp(-3.85)))).isNotEmpty();
  }

  @Test
  void of_weakHours_saysWhenByHowMuchAndWhatMends() {
    double[][] misses = misses(3, 0.001);
    for (double[] week : misses) {
      // Sunday 20:00: all bits miss half of the time then.
      week[41] = 0.5;
    }

    String weakness = Weakness.of("raid5:2+1x2", misses);

    // Two of three miss with 0.5: 0.3 nines. Each bit lacks 3.3 nats, a server has 3.9.
    assertThat(weakness)
        .contains("0.3 nines", "sunday from 20:00 UTC", "not with 3.0", "3 more copies");
  }

  @Test
  void of_layoutThatIsNotKnown_isNothing() {
    assertThat(Weakness.of("test", misses(3, 0.5))).isEmpty();
    assertThat(Weakness.of("raid6:8+2x2", misses(3, 0.5))).isEmpty();
  }
}
