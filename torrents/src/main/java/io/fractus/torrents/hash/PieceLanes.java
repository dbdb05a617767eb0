// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import io.fractus.torrents.hash.HashKernels.Choice;
import java.util.Objects;

/**
 * The SHA-1s of the pieces of all bits of one stripe, taken as their cells are made. All bits grow
 * by the same bytes at a time, so many are hashed at once where {@link HashKernels} says so; the
 * hashes are those of {@link io.fractus.torrents.PieceHasher}. Not thread-safe; used once; an
 * update allocates nothing.
 *
 * <p>Cells that were passed may be read again during later updates: the caller leaves the cells of
 * the last {@link #rowsHeld()} - 1 rows as they are, and those of the row that it passes, which is
 * to rotate {@link #rowsHeld()} buffers. After {@link #finish} or an update that was shorter than a
 * cell nothing is read any more.
 */
public final class PieceLanes {
  /** Most bits of a stripe. */
  public static final int BITS_MAX = 255;

  private final int bits;
  private final int pieceLength;
  private final int cellLength;
  private final long lengthMax;
  private final PieceHashes hashes;
  private final PieceRows rows;
  private long length;
  private boolean ended;

  /**
   * Hashers at the first byte of every bit, by the kernel that is current now.
   *
   * @param bits of the stripe, 1 to {@link #BITS_MAX}
   * @param pieceLength bytes of every piece but the last: a multiple of the cell
   * @param cellLength bytes of every update but the last: a multiple of 64
   * @param lengthMax most bytes that each bit will have
   * @throws IllegalArgumentException if any of it is out of bounds
   */
  public PieceLanes(int bits, int pieceLength, int cellLength, long lengthMax) {
    this(bits, pieceLength, cellLength, lengthMax, HashKernels.current(HashAlgorithm.SHA_1));
  }

  PieceLanes(int bits, int pieceLength, int cellLength, long lengthMax, Choice choice) {
    require(bits >= 1 && bits <= BITS_MAX, "bits must be 1.." + BITS_MAX + ", is " + bits);
    require(
        cellLength > 0 && cellLength % BlockLanes.BLOCK == 0,
        "a cell is a multiple of " + BlockLanes.BLOCK + " bytes, is " + cellLength);
    require(
        pieceLength > 0 && pieceLength % cellLength == 0,
        "a piece is a multiple of a cell of " + cellLength + " bytes, is " + pieceLength);
    long pieces = Math.ceilDiv(lengthMax, (long) pieceLength);
    require(
        pieces >= 0 && pieces <= Integer.MAX_VALUE / (BITS_MAX * HashAlgorithm.SHA_1.bytes()),
        "a bit cannot have " + lengthMax + " bytes in pieces of " + pieceLength);
    this.bits = bits;
    this.pieceLength = pieceLength;
    this.cellLength = cellLength;
    this.lengthMax = lengthMax;
    this.hashes = new PieceHashes(bits, (int) pieces);
    this.rows =
        pieceLength == cellLength
            ? new CellPieces(bits, cellLength, hashes, choice)
            : new ChainedPieces(bits, pieceLength, hashes, choice);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * How many rows of cells may be read during an update, 1 to 16: the one that is passed and those
   * before it that must be left alone.
   */
  public int rowsHeld() {
    return rows.rowsHeld();
  }

  /**
   * The most that {@link #rowsHeld} is for so many bits, whatever the kernel and the pieces.
   *
   * @param bits 1 to {@link #BITS_MAX}
   */
  public static int rowsHeldMax(int bits) {
    return CellPieces.rowsHeldMax(bits);
  }

  /**
   * Takes the next bytes of every bit.
   *
   * @param cells bit i has them at {@code cells[i][offsets[i]]}; they are not changed. The arrays
   *     of arrays and offsets may be changed after the call, the cells as the class says
   * @param length a whole cell, or fewer bytes if they are the last; 0 does nothing
   * @throws IllegalArgumentException if it is more than a cell, or more than was announced
   * @throws IllegalStateException if the bits have ended
   */
  public void update(byte[][] cells, int[] offsets, int length) {
    // Messages are made only when they are needed: this runs for every row.
    if (length < 0 || length > cellLength) {
      throw new IllegalArgumentException(
          "a cell has at most " + cellLength + " bytes, is " + length);
    }
    if (this.length + length > lengthMax) {
      throw new IllegalArgumentException(
          "the bits were to have at most " + lengthMax + " bytes, are to have more");
    }
    for (int bit = 0; bit < bits; bit++) {
      Objects.checkFromIndexSize(offsets[bit], length, cells[bit].length);
    }
    if (ended) {
      throw new IllegalStateException("the bits have ended");
    }
    if (length > 0) {
      this.length += length;
      ended = length < cellLength;
      rows.update(cells, offsets, length, ended);
    }
  }

  /**
   * The hashes of all pieces of a bit, one after the other. The first call ends all bits.
   *
   * @param bit 0 to bits - 1
   */
  public byte[] finish(int bit) {
    Objects.checkIndex(bit, bits);
    if (!ended) {
      ended = true;
      rows.finish();
    }
    return hashes.of(bit, (int) Math.ceilDiv(length, (long) pieceLength));
  }
}
