// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.Random;

/** Units for tests: random bytes everywhere, so that a byte written outside of a range shows. */
final class Units {
  /** Bytes before and after the range. */
  static final int GUARD = 9;

  private Units() {}

  /** Units of unlike lengths that hold a range after a guard, encoded. */
  static byte[][] encoded(ErasureCode code, int offset, int length, Random random) {
    byte[][] units = random(code, offset + length, random);
    code.encode(units, offset, length);
    return units;
  }

  static byte[][] random(ErasureCode code, int end, Random random) {
    byte[][] units = new byte[code.dataUnits() + code.parityUnits()][];
    for (int unit = 0; unit < units.length; unit++) {
      units[unit] = new byte[end + unit % GUARD];
      random.nextBytes(units[unit]);
    }
    return units;
  }

  static byte[][] copy(byte[][] units) {
    return Arrays.stream(units).map(byte[]::clone).toArray(byte[][]::new);
  }

  /** Overwrites the range of every unit that is not present with other bytes. */
  static void wreck(byte[][] units, boolean[] present, int offset, int length) {
    for (int unit = 0; unit < units.length; unit++) {
      for (int i = offset; !present[unit] && i < offset + length; i++) {
        units[unit][i] ^= (byte) (0xA5 + i);
      }
    }
  }

  static boolean[] all(int n) {
    boolean[] present = new boolean[n];
    Arrays.fill(present, true);
    return present;
  }

  /** Flags of which exactly so many are false. */
  static boolean[] losing(int n, int count, Random random) {
    boolean[] present = all(n);
    for (int lost = 0; lost < count; ) {
      int unit = random.nextInt(n);
      lost += present[unit] ? 1 : 0;
      present[unit] = false;
    }
    return present;
  }
}
