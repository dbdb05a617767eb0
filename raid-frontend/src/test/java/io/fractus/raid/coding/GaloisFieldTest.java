// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GaloisFieldTest {
  @Test
  void multiply_allPairs_isTheDefinition() {
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        assertThat(GaloisField.multiply(a, b)).isEqualTo(SlowField.multiply(a, b));
      }
    }
  }

  @Test
  void inverse_allButZero_givesOne() {
    for (int a = 1; a < 256; a++) {
      assertThat(GaloisField.multiply(a, GaloisField.inverse(a))).isEqualTo(1);
    }
    assertThatThrownBy(() -> GaloisField.inverse(0)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void powerOfTwo_allExponents_runsThroughTheGroup() {
    Set<Integer> seen = new HashSet<>();
    int power = 1;
    for (int exponent = 0; exponent < 600; exponent++) {
      assertThat(GaloisField.powerOfTwo(exponent)).isEqualTo(power);
      seen.add(power);
      power = SlowField.multiply(power, 2);
    }
    assertThat(seen).hasSize(255).doesNotContain(0);
  }
}
