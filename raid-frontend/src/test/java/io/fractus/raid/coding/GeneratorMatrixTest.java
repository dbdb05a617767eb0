// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GeneratorMatrixTest {
  @Test
  void parityRows_anyParity_beginWithOnes() {
    for (int m = 1; m <= 128; m++) {
      int[] ones = new int[255 - m];
      Arrays.fill(ones, 1);
      assertThat(GeneratorMatrix.parityRows(255 - m, m)[0]).isEqualTo(ones);
    }
  }

  @Test
  void parityRows_threeParities_arePowersOfTwoAndFour() {
    int[][] rows = GeneratorMatrix.parityRows(10, 3);
    assertThat(rows[1]).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 0x1D, 0x3A);
    assertThat(rows[2]).containsExactly(1, 4, 16, 64, 0x1D, 0x74, 0xCD, 0x13, 0x4C, 0x2D);
  }

  /** The format of stored bits: were this to change, no wide stripe could be read any more. */
  @Test
  void parityRows_fourAndMore_areScaledCauchy() {
    for (int[] shape : new int[][] {{1, 4}, {10, 4}, {17, 8}, {29, 51}, {200, 55}}) {
      int k = shape[0];
      int[][] rows = GeneratorMatrix.parityRows(k, shape[1]);
      for (int j = 0; j < rows.length; j++) {
        for (int i = 0; i < k; i++) {
          assertThat(SlowField.multiply(rows[j][i], (k + j) ^ i)).isEqualTo(k ^ i);
        }
      }
    }
  }

  @Test
  void invert_singularMatrix_isRefused() {
    int[][] singular = {{1, 2}, {2, 4}};
    assertThatThrownBy(() -> MatrixInverter.invert(singular))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("singular");
  }

  @Test
  void invert_pivotOfZero_swapsRows() {
    assertThat(MatrixInverter.invert(new int[][] {{0, 1}, {1, 0}}))
        .isDeepEqualTo(new int[][] {{0, 1}, {1, 0}});
  }
}
