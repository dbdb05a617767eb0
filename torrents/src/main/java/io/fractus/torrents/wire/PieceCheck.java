// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.LaneDigest;
import java.util.Arrays;

/** Checks pieces that lie one after the other against their hashes. Not thread-safe. */
public final class PieceCheck {
  /** Pieces whose hashes are taken in one go: what fills the lanes. */
  private static final int GROUP = 16;

  private static final byte[] NOTHING = {};
  private static final int HASH = HashAlgorithm.SHA_1.bytes();

  private final BitMetainfo bit;
  private final LaneDigest digest = new LaneDigest(HashAlgorithm.SHA_1);
  private final byte[][] data = new byte[GROUP][];
  private final int[] offsets = new int[GROUP];
  private final byte[] hashes = new byte[GROUP * HASH];

  /** A check of pieces of one bit, by the kernel that is current now. */
  public PieceCheck(BitMetainfo bit) {
    this.bit = bit;
  }

  /** Pieces that are worth waiting for, so that they can be hashed together. */
  int atOnce() {
    return digest.isInLanes() ? GROUP : 1;
  }

  /**
   * The first wrong piece of a run, or -1 if all are right.
   *
   * @param first the first piece
   * @param count how many, 0 or more
   * @param bytes holds them from {@code offset} on
   */
  public int firstWrong(int first, int count, byte[] bytes, int offset) {
    Arrays.fill(data, bytes);
    try {
      return firstWrongIn(first, count, offset);
    } finally {
      // Whoever keeps a connection, and this with it, does not keep its last bytes.
      Arrays.fill(data, NOTHING);
    }
  }

  private int firstWrongIn(int first, int count, int offset) {
    for (int done = 0; done < count; ) {
      int from = first + done;
      int length = bit.pieceLength(from);
      int group = 0;
      while (group < GROUP && done + group < count && bit.pieceLength(from + group) == length) {
        offsets[group] = offset + (done + group) * bit.pieceLength();
        group++;
      }
      digest.digest(data, offsets, length, group, hashes, 0);
      for (int i = 0; i < group; i++) {
        if (!bit.verifies(from + i, hashes, i * HASH)) {
          return from + i;
        }
      }
      done += group;
    }
    return -1;
  }
}
