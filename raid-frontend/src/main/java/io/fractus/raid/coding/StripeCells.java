// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** How the cells of a row lie in memory. Stateless. */
public final class StripeCells {
  /*
   * Cells that lie a power of two apart have the same bytes of each in the same few sets of the
   * cache: more than 12 to 16 of them and they drive each other out (measured with ISA-L: 17+3 in
   * cells 65,536 bytes apart runs at half the speed of 65,856). Arrays that are made one after the
   * other lie one after the other, so a few more bytes in each stagger them. An odd number of cache
   * lines, less the 16 bytes of an array's header.
   */
  private static final int ARRAY_HEADER = 16;

  private static final int STAGGER = 5 * 64 - ARRAY_HEADER;

  private StripeCells() {}

  /**
   * Arrays for the cells of one row.
   *
   * @param count how many
   * @param length bytes of a cell; the arrays are a little longer
   */
  public static byte[][] allocate(int count, int length) {
    return new byte[count][arrayLength(length)];
  }

  /** The length of an array for a cell: with the bytes that it is staggered by. */
  public static int arrayLength(int length) {
    return length + STAGGER;
  }

  /** The memory of a cell, in bytes. */
  public static int footprint(int length) {
    return arrayLength(length) + ARRAY_HEADER;
  }
}
