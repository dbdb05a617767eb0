// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/**
 * Arithmetic in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (0x11D), in which 2 generates
 * all 255 elements but 0. Elements are ints from 0 to 255; addition is XOR. Stateless.
 */
final class GaloisField {
  static final int POLYNOMIAL = 0x11D;

  /** The order of the multiplicative group. */
  private static final int ORDER = 255;

  /** 2^i for i from 0 to 509, so that a sum of two logarithms needs no modulo. */
  private static final int[] EXP = new int[2 * ORDER];

  private static final int[] LOG = new int[ORDER + 1];

  static {
    int power = 1;
    for (int i = 0; i < ORDER; i++) {
      EXP[i] = power;
      EXP[i + ORDER] = power;
      LOG[power] = i;
      power <<= 1;
      if (power > ORDER) {
        power ^= POLYNOMIAL;
      }
    }
  }

  private GaloisField() {}

  static int multiply(int a, int b) {
    return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
  }

  /**
   * The element that gives 1 with a.
   *
   * @throws ArithmeticException if a is 0
   */
  static int inverse(int a) {
    if (a == 0) {
      throw new ArithmeticException("0 has no inverse");
    }
    return EXP[ORDER - LOG[a]];
  }

  /** 2^exponent, for any exponent from 0 up. */
  static int powerOfTwo(int exponent) {
    return EXP[exponent % ORDER];
  }
}
