// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

/** The compression function of a hash over sixteen messages at once. Not thread-safe. */
interface BlockLanes {
  /** Messages that are compressed at once. */
  int LANES = 16;

  /** Bytes of a block, of SHA-1 and SHA-256 alike. */
  int BLOCK = 64;

  /**
   * Compresses blocks of sixteen messages. A lane that is not used may point to any valid data.
   *
   * @param state word-major: {@code state[word * 16 + lane]}, changed in place
   * @param data the blocks of lane l begin at {@code data[l][offsets[l]]}; not changed
   * @param blocks blocks of every lane, 0 or more
   * @throws IndexOutOfBoundsException if a lane has fewer bytes; the state is then undefined
   */
  void compress(int[] state, byte[][] data, int[] offsets, int blocks);
}
