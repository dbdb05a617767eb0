// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import io.fractus.torrents.hash.HashKernels.Choice;
import java.util.Arrays;

/**
 * The hashes of pieces that are one cell each. Every cell is a message of its own, so the cells of
 * successive rows fill the lanes, and up to fifteen of them wait for the next row.
 */
final class CellPieces implements PieceRows {
  private static final int LANES = BlockLanes.LANES;
  private static final int HASH = HashAlgorithm.SHA_1.bytes();
  private static final byte[] NOTHING = new byte[0];

  private final int bits;
  private final int cellLength;
  private final boolean waits;
  private final PieceHashes hashes;
  private final LaneDigest digest;
  private final byte[][] data = new byte[LANES][];
  private final int[] offsets = new int[LANES];
  private final int[] places = new int[LANES];
  private final byte[] out = new byte[LANES * HASH];
  private int waiting;
  private int piece;

  CellPieces(int bits, int cellLength, PieceHashes hashes, Choice choice) {
    this.bits = bits;
    this.cellLength = cellLength;
    this.waits = choice == Choice.LANES;
    this.hashes = hashes;
    this.digest = new LaneDigest(HashAlgorithm.SHA_1, choice);
    Arrays.fill(data, NOTHING);
  }

  @Override
  public int rowsHeld() {
    return waits ? rowsHeldMax(bits) : 1;
  }

  /** After r rows (r * bits) mod 16 cells wait: at most 16 less what divides both 16 and bits. */
  static int rowsHeldMax(int bits) {
    int waitingMax = LANES - Math.min(LANES, Integer.lowestOneBit(bits));
    return 1 + Math.ceilDiv(waitingMax, bits);
  }

  @Override
  public void update(byte[][] cells, int[] starts, int length, boolean last) {
    if (length != cellLength) {
      flush(cellLength);
    }
    for (int bit = 0; bit < bits; bit++) {
      data[waiting] = cells[bit];
      offsets[waiting] = starts[bit];
      places[waiting] = hashes.at(bit, piece);
      waiting++;
      if (waiting == LANES) {
        flush(length);
      }
    }
    piece++;
    if (last || !waits) {
      flush(length);
    }
  }

  @Override
  public void finish() {
    flush(cellLength);
  }

  private void flush(int length) {
    digest.digest(data, offsets, length, waiting, out, 0);
    for (int i = 0; i < waiting; i++) {
      System.arraycopy(out, i * HASH, hashes.array(), places[i], HASH);
    }
    Arrays.fill(data, 0, waiting, NOTHING);
    waiting = 0;
  }
}
