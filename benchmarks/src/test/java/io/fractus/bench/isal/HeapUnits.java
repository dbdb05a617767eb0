// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import java.util.Arrays;
import java.util.Random;

/** Random units in arrays of unlike lengths, the range of each between two random guards. */
final class HeapUnits {
  private static final int GUARD_MAX = 70;

  private final byte[][] arrays;
  private final byte[][] before;
  private final int offset;
  private final int length;

  HeapUnits(int count, int length, Random random) {
    this.offset = random.nextInt(GUARD_MAX);
    this.length = length;
    this.arrays = new byte[count][];
    for (int unit = 0; unit < count; unit++) {
      arrays[unit] = new byte[offset + length + random.nextInt(GUARD_MAX)];
      random.nextBytes(arrays[unit]);
    }
    this.before = Arrays.stream(arrays).map(byte[]::clone).toArray(byte[][]::new);
  }

  byte[][] arrays() {
    return arrays;
  }

  int offset() {
    return offset;
  }

  byte[] range(int unit) {
    return Arrays.copyOfRange(arrays[unit], offset, offset + length);
  }

  byte[][] ranges() {
    byte[][] ranges = new byte[arrays.length][];
    Arrays.setAll(ranges, this::range);
    return ranges;
  }

  /** Gives the first units to the same ones in native memory. */
  void copyTo(NativeUnits units, int count) {
    for (int unit = 0; unit < count; unit++) {
      units.set(unit, arrays[unit], offset);
    }
  }

  void wreck(int unit, Random random) {
    for (int i = offset; i < offset + length; i++) {
      arrays[unit][i] = (byte) random.nextInt();
    }
  }

  boolean guardsAreWhole() {
    for (int unit = 0; unit < arrays.length; unit++) {
      byte[] now = arrays[unit];
      byte[] then = before[unit];
      int end = offset + length;
      if (!Arrays.equals(now, 0, offset, then, 0, offset)
          || !Arrays.equals(now, end, now.length, then, end, then.length)) {
        return false;
      }
    }
    return true;
  }
}
