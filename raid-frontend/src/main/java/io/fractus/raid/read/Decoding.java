// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.coding.ErasureCode;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Computes the bits of a window that could not be read from those that were. Stateless. */
final class Decoding {
  private Decoding() {}

  /**
   * Fills in what is wanted and missing.
   *
   * @param units for each bit of a stripe its bytes, or null; at least k of them are there if one
   *     that is wanted is missing
   */
  static void fill(ErasureCode code, byte[][] units, IntPredicate wanted) {
    if (IntStream.range(0, units.length).noneMatch(bit -> units[bit] == null && wanted.test(bit))) {
      return;
    }
    int length = 0;
    boolean[] present = new boolean[units.length];
    for (int bit = 0; bit < units.length; bit++) {
      present[bit] = units[bit] != null;
      length = present[bit] ? units[bit].length : length;
    }
    byte[] unused = new byte[length];
    byte[][] all = new byte[units.length][];
    for (int bit = 0; bit < units.length; bit++) {
      all[bit] = present[bit] ? units[bit] : unused;
    }
    for (int bit = 0; bit < units.length; bit++) {
      if (!present[bit] && wanted.test(bit)) {
        all[bit] = new byte[length];
        code.rebuild(bit, all, present, 0, length);
        units[bit] = all[bit];
        all[bit] = unused;
      }
    }
  }
}
