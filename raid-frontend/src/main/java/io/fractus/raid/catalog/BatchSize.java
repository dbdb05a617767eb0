// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/**
 * How many rows a skip scan asks for at a time: few while common prefixes hide most of them, and
 * twice as many each time while they do not. Not thread-safe.
 */
final class BatchSize {
  private static final int FEWEST = 2;
  private static final int MOST = 256;

  private int size;

  /** Few at first if there is anything that could hide rows. */
  BatchSize(boolean hides) {
    this.size = hides ? FEWEST : MOST;
  }

  /**
   * The rows to ask for now.
   *
   * @param most no more than these are of use
   */
  int of(int most) {
    return Math.min(size, most);
  }

  /** So many came, and so many of them were hidden. */
  void came(int rows, int hidden) {
    size = 2 * hidden >= rows ? FEWEST : Math.min(MOST, 2 * size);
  }
}
