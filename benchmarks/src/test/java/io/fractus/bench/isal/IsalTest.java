// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.coding.ErasureCodes;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The binding itself: what it computes, what it refuses, and that its guards can fail. */
class IsalTest {
  private final Isal isal = Isal.load();
  private final Random random = new Random(20_261_123);

  @Test
  void multiply_twoTimes128_reducesBy0x11D() {
    assertThat(isal.multiply((byte) 2, (byte) 0x80)).isEqualTo((byte) 0x1D);
  }

  @Test
  void invert_inverseTimesMatrix_isIdentity() {
    byte[][] matrix = {{1, 1, 1}, {1, 2, 4}, {1, 4, 16}};
    byte[][] inverse = isal.invert(matrix);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        byte sum = 0;
        for (int i = 0; i < 3; i++) {
          sum ^= isal.multiply(inverse[row][i], matrix[i][column]);
        }
        assertThat(sum).isEqualTo((byte) (row == column ? 1 : 0));
      }
    }
  }

  @Test
  void invert_singular_isRefused() {
    assertThatThrownBy(() -> isal.invert(new byte[][] {{1, 1}, {1, 1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the matrix has no inverse");
  }

  @Test
  void xor_ofFourUnits_isParityOfRaid5() {
    checkRaid(4, 1, 65_536 + 7);
  }

  @Test
  void pq_ofEightUnits_isParityOfRaid6() {
    checkRaid(8, 2, 65_536);
  }

  @Test
  void raid_wrongShapes_areRefusedBeforeTheCall() {
    try (NativeUnits two = new NativeUnits(2, 64);
        NativeUnits odd = new NativeUnits(5, 33)) {
      assertThatThrownBy(() -> isal.xor(two)).hasMessageContaining("3 units or more");
      assertThatThrownBy(() -> isal.pq(two)).hasMessageContaining("4 units or more");
      assertThatThrownBy(() -> isal.pq(odd)).hasMessageContaining("33");
      IsalCode code = IsalCode.like(isal, ErasureCodes.of(4, 2));
      assertThatThrownBy(() -> code.encoder(odd))
          .hasMessage("the code has 6 units, and there are only 5");
    }
  }

  @Test
  void guards_oneByteWritten_areNotWhole() {
    try (NativeUnits units = new NativeUnits(3, 100)) {
      assertThat(units.guardsAreWhole()).isTrue();
      units.guardAfter(1).fill((byte) 0);
      assertThat(units.guardsAreWhole()).isFalse();
    }
  }

  private void checkRaid(int k, int m, int length) {
    byte[][] expected = new byte[k + m][length];
    for (int i = 0; i < k; i++) {
      random.nextBytes(expected[i]);
    }
    ErasureCodes.of(k, m).encode(expected, 0, length);
    try (NativeUnits units = new NativeUnits(k + m, length)) {
      for (int i = 0; i < k; i++) {
        units.set(i, expected[i], 0);
      }
      (m == 1 ? isal.xor(units) : isal.pq(units)).run();
      for (int unit = 0; unit < k + m; unit++) {
        assertThat(units.get(unit)).isEqualTo(expected[unit]);
      }
      assertThat(units.guardsAreWhole()).isTrue();
    }
  }
}
