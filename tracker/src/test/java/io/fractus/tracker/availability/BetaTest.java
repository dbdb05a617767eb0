// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BetaTest {
  /** Made by {@code plan-reference.py} with 60 digits. */
  private static List<double[]> reference() throws IOException {
    try (InputStream in = BetaTest.class.getResourceAsStream("beta.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .map(line ->
              List.of(line.split(",", -1)).stream().mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  @Test
  void quantile_asWith60Digits_within1e10() throws IOException {
    for (double[] row : reference()) {
      assertThat(Beta.quantile(row[0], row[1], row[2]))
          .as("quantile %s of Beta(%s, %s)", row[2], row[0], row[1])
          .isEqualTo(row[3], within(1e-10));
    }
    assertThat(reference()).hasSize(70);
  }

  @Test
  void cumulative_atAQuantile_isItsChance() throws IOException {
    for (double[] row : reference()) {
      // Close to 1 a double no longer tells how close.
      if (row[3] < 1 - 1e-7) {
        assertThat(Beta.cumulative(row[0], row[1], row[3]))
            .as("Beta(%s, %s) at %s", row[0], row[1], row[3])
            .isEqualTo(row[2], within(1e-9));
      }
    }
  }

  @Test
  void logGamma_ofFactorials_isTheirLogarithm() {
    double factorial = 1;
    for (int n = 1; n < 20; n++) {
      assertThat(Beta.logGamma(n)).isEqualTo(Math.log(factorial), within(1e-12));
      factorial *= n;
    }
    assertThat(Beta.logGamma(0.5)).isEqualTo(0.5 * Math.log(Math.PI), within(1e-13));
  }

  @Test
  void quantile_ofNoDistribution_isRefused() {
    assertThatThrownBy(() -> Beta.quantile(0, 1, 0.5)).hasMessageContaining("Beta(0.0, 1.0)");
    assertThatThrownBy(() -> Beta.quantile(1, 1, 1)).hasMessageContaining("1.0");
  }
}
