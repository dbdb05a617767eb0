// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parity that is brought up to date by the difference of one unit. */
class UpdateTest {
  private static final int OFFSET = 7;

  @Test
  void update_anyUnitAndLength_isWhatEncodingGives() {
    Random random = new Random(3);
    for (int[] shape : new int[][] {{1, 1}, {4, 1}, {4, 2}, {8, 3}, {10, 4}, {29, 51}}) {
      ErasureCode code = ErasureCodes.of(shape[0], shape[1]);
      for (int length : new int[] {0, 1, 4_095, 4_097, 20_000}) {
        byte[][] units = Units.encoded(code, OFFSET, length, random);
        int changed = random.nextInt(shape[0]);
        byte[] before = Arrays.copyOfRange(units[changed], OFFSET, OFFSET + length);
        for (int i = 0; i < length; i++) {
          units[changed][OFFSET + i] = (byte) random.nextInt();
        }
        byte[][] expected = Units.copy(units);
        code.encode(expected, OFFSET, length);
        code.update(changed, before, units, OFFSET, length);
        assertThat(Arrays.deepEquals(units, expected)).isTrue();
      }
    }
  }

  @Test
  void update_ofParityOrWithTooFewBytes_isRefused() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.encoded(code, 0, 100, new Random(4));
    byte[][] before = Units.copy(units);
    assertThatThrownBy(() -> code.update(4, new byte[100], units, 0, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> code.update(0, new byte[99], units, 0, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(units).isDeepEqualTo(before);
  }
}
