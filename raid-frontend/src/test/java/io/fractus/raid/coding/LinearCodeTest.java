// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mathematics: parity is what its definition says, and any k units give back all. */
abstract class LinearCodeTest {
  /** What computes: the same mathematics is asked of each kernel. */
  abstract Kernel kernel();

  private ErasureCode code(int k, int m) {
    return new LinearCode(k, m, this::kernel);
  }

  /** Linux md: P is the XOR, Q the sum of 2^i times data unit i; RAID-Z: R with 4^i. */
  @Test
  void encode_upToThreeParities_isRaidByDefinition() {
    Random random = seeded("raid");
    for (int k : new int[] {1, 2, 4, 8, 13, 100, 252}) {
      ErasureCode code = code(k, 3);
      byte[][] units = Units.encoded(code, 3, 77, random);
      for (int at = 3; at < 80; at++) {
        int p = 0;
        int q = 0;
        int r = 0;
        for (int i = k - 1; i >= 0; i--) {
          p ^= units[i][at] & 0xFF;
          q = SlowField.multiply(q, 2) ^ (units[i][at] & 0xFF);
          r = SlowField.multiply(r, 4) ^ (units[i][at] & 0xFF);
        }
        assertThat(units[k][at]).isEqualTo((byte) p);
        assertThat(units[k + 1][at]).isEqualTo((byte) q);
        assertThat(units[k + 2][at]).isEqualTo((byte) r);
      }
    }
  }

  @Test
  void encode_fewerParities_areTheFirstOfMore() {
    Random random = seeded("prefix");
    byte[][] three = Units.encoded(code(8, 3), 0, 500, random);
    for (int m = 0; m < 3; m++) {
      byte[][] fewer = Arrays.copyOf(Units.copy(three), 8 + m);
      code(8, m).encode(fewer, 0, 500);
      assertThat(fewer).isDeepEqualTo(Arrays.copyOf(three, 8 + m));
    }
  }

  @Test
  void encode_wide_isTheSumOfProducts() {
    Random random = seeded("wide");
    int[][] rows = GeneratorMatrix.parityRows(29, 51);
    byte[][] units = Units.encoded(code(29, 51), 0, 33, random);
    for (int j = 0; j < 51; j++) {
      for (int at = 0; at < 33; at++) {
        int sum = 0;
        for (int i = 0; i < 29; i++) {
          sum ^= SlowField.multiply(rows[j][i], units[i][at] & 0xFF);
        }
        assertThat(units[29 + j][at]).isEqualTo((byte) sum);
      }
    }
  }

  @Test
  void decode_everyPatternOfSmallCodes_givesBackAll() {
    Random random = seeded("exhaustive");
    for (int k = 1; k <= 6; k++) {
      for (int m = 0; m <= 4; m++) {
        ErasureCode code = code(k, m);
        byte[][] units = Units.encoded(code, 5, 11, random);
        for (int pattern = 0; pattern < 1 << (k + m); pattern++) {
          if (Integer.bitCount(pattern) >= k) {
            checkDecodeAndRebuild(code, units, flags(pattern, k + m));
          }
        }
      }
    }
  }

  /** All pairs and triples of losses: what the powers of two must stand for every k. */
  @ParameterizedTest
  @CsvSource({"24,2", "24,3", "20,4"})
  void decode_everyLossOfAsManyAsParities_givesBackAll(int k, int m) {
    ErasureCode code = code(k, m);
    byte[][] units = Units.encoded(code, 0, 3, seeded("losses"));
    int n = k + m;
    for (int a = 0; a < n; a++) {
      for (int b = a; b < n; b++) {
        for (int c = b; c < n; c++) {
          boolean[] present = Units.all(n);
          present[a] = false;
          present[b] = false;
          present[c] = m < 3;
          if (m >= 3 || c == b) {
            checkDecode(code, units, present, 0, 3);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"10,4", "17,3", "29,51", "100,55", "128,127", "253,2", "252,3", "251,4", "1,254"})
  void decode_randomPatternsOfWideCodes_givesBackAll(int k, int m) {
    Random random = seeded("wide patterns");
    ErasureCode code = code(k, m);
    byte[][] units = Units.encoded(code, 2, 40, random);
    for (int round = 0; round < 6; round++) {
      int lost = round % 2 == 0 ? m : random.nextInt(m + 1);
      checkDecode(code, units, Units.losing(k + m, lost, random), 2, 40);
    }
  }

  /** Lengths around the block, odd ones and none, at odd offsets. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 63, 64, 65, 1_000, 4_096, 8_191, 8_192, 8_193, 65_536, 70_001})
  void decode_anyLengthAndOffset_givesBackAll(int length) {
    Random random = seeded("lengths");
    for (int[] shape : new int[][] {{4, 2}, {8, 3}, {10, 4}}) {
      ErasureCode code = code(shape[0], shape[1]);
      int offset = random.nextInt(200);
      byte[][] units = Units.encoded(code, offset, length, random);
      boolean[] present = Units.losing(units.length, shape[1], random);
      checkDecode(code, units, present, offset, length);
      assertThat(code.verify(units, offset, length)).isTrue();
    }
  }

  private static void checkDecodeAndRebuild(ErasureCode code, byte[][] units, boolean[] present) {
    checkDecode(code, units, present, 5, 11);
    for (int target = 0; target < present.length; target++) {
      boolean[] others = present.clone();
      others[target] = false;
      if (count(others) >= code.dataUnits()) {
        byte[][] wrecked = Units.copy(units);
        Units.wreck(wrecked, others, 5, 11);
        byte[][] expected = Units.copy(wrecked);
        expected[target] = units[target];
        code.rebuild(target, wrecked, present, 5, 11);
        assertThat(Arrays.deepEquals(wrecked, expected)).isTrue();
      }
    }
  }

  private static void checkDecode(
      ErasureCode code, byte[][] units, boolean[] present, int offset, int length) {
    byte[][] wrecked = Units.copy(units);
    Units.wreck(wrecked, present, offset, length);
    code.decode(wrecked, present, offset, length);
    assertThat(Arrays.deepEquals(wrecked, units))
        .as("%d+%d %s", code.dataUnits(), code.parityUnits(), Arrays.toString(present))
        .isTrue();
  }

  private static boolean[] flags(int pattern, int n) {
    boolean[] flags = new boolean[n];
    for (int unit = 0; unit < n; unit++) {
      flags[unit] = (pattern >> unit & 1) == 1;
    }
    return flags;
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  @SuppressWarnings("SystemOut") // The seed is what makes a failure repeatable.
  private Random seeded(String test) {
    long seed = System.nanoTime();
    System.out.println(getClass().getSimpleName() + " " + test + ": seed " + seed);
    return new Random(seed);
  }
}
