// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static io.fractus.raid.coding.Inspection.CONSISTENT;
import static io.fractus.raid.coding.Inspection.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A wrong unit that is passed as good. */
class InspectionTest {
  private static final int OFFSET = 11;
  private static final int LENGTH = 9_000;

  private final Random random = new Random(20_261_123);

  @Test
  void inspect_asEncoded_isConsistentAndWritesNothing() {
    for (int[] shape : new int[][] {{1, 1}, {4, 2}, {8, 3}, {10, 4}}) {
      ErasureCode code = ErasureCodes.of(shape[0], shape[1]);
      byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
      byte[][] before = Units.copy(units);
      assertThat(code.inspect(units, Units.all(units.length), OFFSET, LENGTH))
          .isEqualTo(CONSISTENT);
      assertThat(units).isDeepEqualTo(before);
    }
  }

  @Test
  void inspect_twoSpareUnits_namesTheOneThatIsWrong() {
    for (int[] shape : new int[][] {{1, 2}, {4, 2}, {8, 3}, {10, 4}, {29, 51}}) {
      ErasureCode code = ErasureCodes.of(shape[0], shape[1]);
      byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
      for (int lost = 0; lost <= shape[1] - 2; lost++) {
        boolean[] present = Units.losing(units.length, lost, random);
        int wrong = anyPresent(present);
        byte[] right = units[wrong].clone();
        if (random.nextBoolean()) {
          units[wrong][OFFSET + random.nextInt(LENGTH)] ^= (byte) (1 + random.nextInt(255));
        } else {
          random.nextBytes(units[wrong]);
        }
        assertThat(code.inspect(units, present, OFFSET, LENGTH))
            .isEqualTo(Inspection.oneWrong(wrong));
        units[wrong] = right;
      }
    }
  }

  @Test
  void inspect_oneSpareUnit_saysOnlyThatSomethingIsWrong() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
    boolean[] present = {true, false, true, true, true, true};
    assertThat(code.inspect(units, present, OFFSET, LENGTH)).isEqualTo(CONSISTENT);
    units[5][OFFSET + LENGTH - 1] ^= 1;
    assertThat(code.inspect(units, present, OFFSET, LENGTH)).isEqualTo(WRONG);
  }

  @Test
  void inspect_twoWrongUnits_accusesNobodyElse() {
    ErasureCode code = ErasureCodes.of(8, 3);
    for (int round = 0; round < 50; round++) {
      byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
      random.nextBytes(units[random.nextInt(5)]);
      random.nextBytes(units[5 + random.nextInt(6)]);
      assertThat(code.inspect(units, Units.all(11), OFFSET, LENGTH)).isEqualTo(WRONG);
    }
  }

  @Test
  void inspect_nothingToSpare_isRefused() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.encoded(code, 0, 10, random);
    boolean[] present = {true, true, true, true, false, false};
    assertThatThrownBy(() -> code.inspect(units, present, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 5 units")
        .hasMessageContaining("only 4 are present");
  }

  @Test
  void verify_bytesOutsideOfTheRange_areNotLookedAt() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
    Arrays.stream(units).forEach(unit -> unit[OFFSET - 1] ^= 1);
    assertThat(code.verify(units, OFFSET, LENGTH)).isTrue();
    units[2][OFFSET] ^= 1;
    assertThat(code.verify(units, OFFSET, LENGTH)).isFalse();
  }

  private int anyPresent(boolean[] present) {
    while (true) {
      int unit = random.nextInt(present.length);
      if (present[unit]) {
        return unit;
      }
    }
  }
}
