// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** GF(2^8) by its definition, independent of tables: the yardstick of the tests. */
final class SlowField {
  private SlowField() {}

  /** The product of two polynomials, reduced by x^8 + x^4 + x^3 + x^2 + 1. */
  static int multiply(int a, int b) {
    int product = 0;
    for (int bit = 0; bit < 8; bit++) {
      if ((b >> bit & 1) == 1) {
        product ^= a << bit;
      }
    }
    for (int bit = 14; bit >= 8; bit--) {
      if ((product >> bit & 1) == 1) {
        product ^= 0b1_0001_1101 << (bit - 8);
      }
    }
    return product;
  }

  static int inverse(int a) {
    for (int b = 1; b < 256; b++) {
      if (multiply(a, b) == 1) {
        return b;
      }
    }
    throw new ArithmeticException("no inverse of " + a);
  }
}
