// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Whether a kernel computes what the field says, on this machine and by this compiler. */
final class KernelCheck {
  /** Shapes that use every pass of the vector kernel, and lengths with every kind of end. */
  private static final int[][] SHAPES = {{4, 1}, {8, 2}, {8, 3}, {10, 4}, {5, 9}};

  private static final int[] LENGTHS = {1, 63, 257, 4_096, 9_001};
  private static final int OFFSET = 5;
  private static final int GUARD = 70;
  private static final long SEED = 0x0F2A_C705L;

  private KernelCheck() {}

  static boolean isRight(Kernel kernel) {
    Random random = new Random(SEED);
    for (int[] shape : SHAPES) {
      for (int length : LENGTHS) {
        int[][] parity = GeneratorMatrix.parityRows(shape[0], shape[1]);
        int[][] any = new int[shape[1]][shape[0]];
        for (int[] row : any) {
          Arrays.setAll(row, i -> random.nextInt(256));
        }
        if (!isRight(kernel, parity, length, random) || !isRight(kernel, any, length, random)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isRight(Kernel kernel, int[][] rows, int length, Random random) {
    int k = rows[0].length;
    byte[][] units = new byte[k + rows.length][OFFSET + length + GUARD];
    for (byte[] unit : units) {
      random.nextBytes(unit);
    }
    byte[][] expected = Arrays.stream(units).map(byte[]::clone).toArray(byte[][]::new);
    for (int j = 0; j < rows.length; j++) {
      for (int at = OFFSET; at < OFFSET + length; at++) {
        int sum = 0;
        for (int i = 0; i < k; i++) {
          sum ^= GaloisField.multiply(rows[j][i], units[i][at] & 0xFF);
        }
        expected[k + j][at] = (byte) sum;
      }
    }
    kernel
        .program(rows, IntStream.range(0, k).toArray(), IntStream.range(k, units.length).toArray())
        .run(units, OFFSET, OFFSET + length);
    return Arrays.deepEquals(units, expected);
  }
}
