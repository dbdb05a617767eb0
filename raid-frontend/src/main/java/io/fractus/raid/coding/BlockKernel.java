// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;

/** Linear combinations of ranges of bytes over GF(2^8), without tables. Stateless. */
final class BlockKernel {
  /*
   * out = sum c_i in_i is computed by Horner's rule over the bits of the coefficients: for bit 7 to
   * bit 0, out is doubled and every input whose coefficient has that bit is added. A row of ones
   * (P) is thereby a plain XOR, and Q of four data units three doublings and four XORs. Each pass
   * is a loop that C2 turns into vector instructions, on a short block.
   *
   * C2 does so only while all arrays are indexed by the same expression: the very same loop with
   * one offset for the input and another for the output ran at a twentieth of the speed (JDK 25).
   * Hence one range for all units. One loop with several outputs is not vectorised either.
   */

  /**
   * Bytes of a block: the output and one group of inputs stay in a first-level cache of 48 KiB, and
   * the loops are long enough for their scalar ends not to show. 10+4 and 29+51 lose a sixth at
   * 4,096, and gain nothing at 16,384.
   */
  static final int BLOCK = 8_192;

  /** Inputs added in one pass over the output. */
  private static final int GROUP = 4;

  /** What the doubling of an element with the top bit set adds, without that bit. */
  private static final int REDUCTION = GaloisField.POLYNOMIAL & 0xFF;

  private BlockKernel() {}

  /**
   * Overwrites a range of one unit with a combination of the same range of others.
   *
   * @param coefficients one for each input
   * @param inputs units, none of them the output
   */
  static void combine(
      int[] coefficients, int[] inputs, byte[][] units, int output, int from, int to) {
    byte[] out = units[output];
    byte[][] group = new byte[GROUP][0];
    boolean started = false;
    for (int bit = Byte.SIZE - 1; bit >= 0; bit--) {
      if (started) {
        twice(out, from, to);
      }
      int size = 0;
      for (int i = 0; i < inputs.length; i++) {
        if ((coefficients[i] >> bit & 1) == 0) {
          continue;
        }
        if (!started) {
          System.arraycopy(units[inputs[i]], from, out, from, to - from);
          started = true;
          continue;
        }
        group[size++] = units[inputs[i]];
        if (size == GROUP) {
          add4(out, group[0], group[1], group[2], group[3], from, to);
          size = 0;
        }
      }
      addRest(out, group, size, from, to);
    }
    if (!started) {
      Arrays.fill(out, from, to, (byte) 0);
    }
  }

  private static void addRest(byte[] out, byte[][] group, int size, int from, int to) {
    if (size >= 2) {
      add2(out, group[0], group[1], from, to);
    }
    if (size % 2 == 1) {
      add(out, group[size - 1], from, to);
    }
  }

  private static void twice(byte[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      int element = out[i];
      out[i] = (byte) ((element << 1) ^ ((element >> 7) & REDUCTION));
    }
  }

  private static void add(byte[] out, byte[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i]);
    }
  }

  private static void add2(byte[] out, byte[] a, byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i] ^ b[i]);
    }
  }

  private static void add4(byte[] out, byte[] a, byte[] b, byte[] c, byte[] d, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i] ^ b[i] ^ c[i] ^ d[i]);
    }
  }
}
