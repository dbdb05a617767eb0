// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MissTailTest {
  /** Made by {@code plan-reference.py} in exact fractions. */
  private static List<String> reference() throws IOException {
    try (InputStream in = MissTailTest.class.getResourceAsStream("tail.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  @Test
  void over_asInExactFractions_within1e12OfTheValue() throws IOException {
    double smallest = 1;
    for (String line : reference()) {
      String[] parts = line.split(",", -1);
      double[] misses =
          Arrays.stream(parts[2].split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      double expected = Double.parseDouble(parts[1]);

      double lost = MissTail.over(Integer.parseInt(parts[0]), misses);

      assertThat(Math.abs(lost - expected)).as(line).isLessThanOrEqualTo(1e-12 * expected);
      smallest = expected > 0 ? Math.min(smallest, expected) : smallest;
    }
    assertThat(reference()).hasSizeGreaterThan(200);
    assertThat(smallest).as("the tails reach far").isLessThan(1e-30);
  }

  @Test
  void over_asManyAllowedAsBits_isNever() {
    assertThat(MissTail.over(2, new double[] {1, 1})).isZero();
    assertThat(MissTail.over(0, new double[0])).isZero();
  }

  @Test
  void over_certainty_isCertain() {
    assertThat(MissTail.over(1, new double[] {1, 1, 0})).isEqualTo(1);
    assertThat(MissTail.over(1, new double[] {1, 0, 0})).isZero();
  }

  @Test
  void over_bitsInAnyOrder_isTheSameAndLeavesThem() {
    double[] misses = {0.3, 1e-9, 0.7};

    double lost = MissTail.over(1, misses);

    assertThat(MissTail.over(1, new double[] {0.7, 0.3, 1e-9})).isEqualTo(lost);
    assertThat(misses).containsExactly(0.3, 1e-9, 0.7);
    // 0.3 * 0.7, and the third with either of them.
    assertThat(lost).isEqualTo(0.21, within(1e-9));
  }

  @Test
  void over_whatIsNoChance_isRefused() {
    assertThatThrownBy(() -> MissTail.over(1, new double[] {0.1, 1.5, 0.1}))
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> MissTail.over(1, new double[] {0.1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MissTail.over(-1, new double[] {0.1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
