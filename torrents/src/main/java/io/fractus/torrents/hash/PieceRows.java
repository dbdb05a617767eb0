// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

/** A way to take the hashes of pieces from rows of cells, one cell of every bit in a row. */
interface PieceRows {
  /** How many rows may be read during an update: the one that is passed and those before it. */
  int rowsHeld();

  /**
   * Takes the next row. Every row but the last is of full cells.
   *
   * @param last whether a shorter row says that it is the last one
   */
  void update(byte[][] cells, int[] offsets, int length, boolean last);

  /** Ends the pieces that are not yet ended. */
  void finish();
}
