// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What the code touches, what it refuses and what it notices. */
class LinearCodeContractTest {
  private static final int OFFSET = 100;
  private static final int LENGTH = 10_000;

  private final Random random = new Random(20_261_123);

  @Test
  void encode_range_leavesDataAndBytesOutsideAlone() {
    ErasureCode code = ErasureCodes.of(5, 4);
    byte[][] before = Units.random(code, OFFSET + LENGTH + 50, random);
    byte[][] after = Units.copy(before);
    code.encode(after, OFFSET, LENGTH);
    checkOnlyChanged(before, after, unit -> unit >= 5);
  }

  @Test
  void decode_range_writesOnlyWhatIsMissing() {
    ErasureCode code = ErasureCodes.of(5, 4);
    byte[][] before = Units.random(code, OFFSET + LENGTH + 50, random);
    byte[][] after = Units.copy(before);
    boolean[] present = {true, false, true, true, false, false, true, true, true};
    code.decode(after, present, OFFSET, LENGTH);
    checkOnlyChanged(before, after, unit -> !present[unit]);
  }

  @Test
  void decode_nothingMissing_writesNothing() {
    ErasureCode code = ErasureCodes.of(5, 4);
    byte[][] before = Units.random(code, 1_000, random);
    byte[][] after = Units.copy(before);
    code.decode(after, Units.all(9), 0, 1_000);
    assertThat(after).isDeepEqualTo(before);
  }

  @Test
  void decode_fewerThanDataUnits_isRefused() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.random(code, 10, random);
    boolean[] present = {true, true, true, false, false, false};
    assertThatThrownBy(() -> code.decode(units, present, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decoding needs 4 units, and only 3 are present");
  }

  @Test
  void rebuild_targetCountedAsPresent_isNotItsOwnSource() {
    ErasureCode code = ErasureCodes.of(4, 2);
    byte[][] units = Units.random(code, 10, random);
    boolean[] present = {true, true, true, true, false, false};
    assertThatThrownBy(() -> code.rebuild(0, units, present, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decoding needs 4 other units, and only 3 are present");
  }

  @Test
  void noParity_decode_requiresAll() {
    ErasureCode code = ErasureCodes.of(4, 0);
    byte[][] units = Units.random(code, 10, random);
    byte[][] before = Units.copy(units);
    code.encode(units, 0, 10);
    code.decode(units, Units.all(4), 0, 10);
    assertThat(units).isDeepEqualTo(before);
    assertThat(code.verify(units, 0, 10)).isTrue();
    assertThatThrownBy(() -> code.decode(units, new boolean[] {true, true, true, false}, 0, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void verify_oneBitFlippedInAnyUnit_isNoticed() {
    for (int[] shape : new int[][] {{4, 1}, {4, 2}, {8, 3}, {10, 4}}) {
      ErasureCode code = ErasureCodes.of(shape[0], shape[1]);
      byte[][] units = Units.encoded(code, OFFSET, LENGTH, random);
      byte[][] before = Units.copy(units);
      for (byte[] unit : units) {
        int at = OFFSET + random.nextInt(LENGTH);
        byte mask = (byte) (1 << random.nextInt(8));
        unit[at] ^= mask;
        assertThat(code.verify(units, OFFSET, LENGTH)).isFalse();
        unit[at] ^= mask;
      }
      units[0][OFFSET - 1] ^= 1;
      before[0][OFFSET - 1] ^= 1;
      assertThat(code.verify(units, OFFSET, LENGTH)).isTrue();
      assertThat(units).isDeepEqualTo(before);
    }
  }

  @Test
  void calls_withWrongShapes_areRefused() {
    ErasureCode code = ErasureCodes.of(2, 1);
    byte[][] units = new byte[3][10];
    assertThatThrownBy(() -> code.encode(new byte[2][10], 0, 10)).hasMessageContaining("3 units");
    assertThatThrownBy(() -> code.decode(units, new boolean[2], 0, 10))
        .hasMessageContaining("2 units");
    assertThatThrownBy(() -> code.encode(units, 1, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> code.encode(units, 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> code.rebuild(3, units, Units.all(3), 0, 10))
        .isInstanceOf(IndexOutOfBoundsException.class);
    for (int[] shape : new int[][] {{0, 1}, {1, -1}, {200, 56}, {Integer.MAX_VALUE, 2}}) {
      assertThatThrownBy(() -> ErasureCodes.of(shape[0], shape[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void cache_morePatternsThanItKeeps_staysBoundedAndRemembersTheLast() {
    DecodeMatrixCache cache = new DecodeMatrixCache();
    int[][] rows = GeneratorMatrix.parityRows(200, 1);
    for (int lost = 0; lost < 200; lost++) {
      boolean[] present = Units.all(201);
      present[lost] = false;
      DecodeMatrix first = cache.get(present, pattern -> DecodeMatrix.of(200, rows, pattern));
      DecodeMatrix second =
          cache.get(
              present.clone(),
              pattern -> {
                throw new AssertionError("computed twice");
              });
      assertThat(second).isSameAs(first);
    }
    assertThat(cache.size()).isEqualTo(DecodeMatrixCache.PATTERNS_MAX);
  }

  private static void checkOnlyChanged(byte[][] before, byte[][] after, IntPredicate mayChange) {
    for (int unit = 0; unit < before.length; unit++) {
      boolean same = Arrays.equals(before[unit], after[unit]);
      assertThat(same).isEqualTo(!mayChange.test(unit));
      int end = OFFSET + LENGTH;
      assertThat(Arrays.equals(before[unit], 0, OFFSET, after[unit], 0, OFFSET)).isTrue();
      int size = before[unit].length;
      assertThat(Arrays.equals(before[unit], end, size, after[unit], end, size)).isTrue();
    }
  }
}
