// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.hash.HashKernels.Choice;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PieceLanesTest {
  private static final int CELL = 64 << 10;

  /** Short cells, so that every number of bits can be tried; lanes do not know the difference. */
  private static final int SHORT_CELL = 128;

  @ParameterizedTest
  @EnumSource(Choice.class)
  void finish_anyBitsPiecesAndTail_isThatOfPieceHasher(Choice choice) {
    Random random = new Random(1);
    int[] tails = {0, 1, 55, 56, 63, 64, 65, 119, 120, 127};
    for (int bits = 1; bits <= 40; bits++) {
      for (int cellsOfPiece = 1; cellsOfPiece <= 4; cellsOfPiece++) {
        int tail = tails[random.nextInt(tails.length)];
        int rows = random.nextInt(2 * cellsOfPiece + 36 / bits + 2);
        check(choice, random, bits, cellsOfPiece, SHORT_CELL, rows, tail);
      }
    }
    check(choice, random, 255, 1, SHORT_CELL, 3, 7);
    check(choice, random, 255, 2, SHORT_CELL, 3, 7);
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  void finish_cellsOfAStripe_isThatOfPieceHasher(Choice choice) {
    Random random = new Random(2);
    check(choice, random, 10, 1, CELL, 8, 0);
    check(choice, random, 11, 1, CELL, 4, 12_345);
    check(choice, random, 6, 4, CELL, 6, 65_472);
    check(choice, random, 5, 2, CELL, 3, 1);
    check(choice, random, 1, 16, CELL, 17, 0);
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  void finish_noBytes_isEmpty(Choice choice) {
    PieceLanes lanes = new PieceLanes(3, SHORT_CELL, SHORT_CELL, 0, choice);
    lanes.update(new byte[3][0], new int[3], 0);
    assertThat(lanes.finish(2)).isEmpty();
  }

  @Test
  void rowsHeld_lanes_isWhatFillsThemAndOneMore() {
    // 10 cells a row: 10, 4, 14, 8, 2, 12, 6, 0 wait, and 14 are of two rows.
    assertThat(lanes(10, 1).rowsHeld()).isEqualTo(3);
    // 8, 0: of one row.
    assertThat(lanes(8, 1).rowsHeld()).isEqualTo(2);
    assertThat(lanes(16, 1).rowsHeld()).isEqualTo(1);
    assertThat(lanes(17, 1).rowsHeld()).isEqualTo(2);
    assertThat(lanes(1, 1).rowsHeld()).isEqualTo(16);
    assertThat(lanes(10, 2).rowsHeld()).isEqualTo(1);
    assertThat(new PieceLanes(1, 64, 64, 64, Choice.JDK).rowsHeld()).isEqualTo(1);
  }

  @Test
  void update_afterTheEndOrTooLong_isRefused() {
    PieceLanes lanes = lanes(2, 1);
    byte[][] cells = new byte[2][SHORT_CELL + 1];
    int[] offsets = new int[2];
    assertThatThrownBy(() -> lanes.update(cells, offsets, SHORT_CELL + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 128 bytes");
    assertThatThrownBy(() -> lanes.update(cells, new int[] {0, 2}, SHORT_CELL))
        .isInstanceOf(IndexOutOfBoundsException.class);
    lanes.update(cells, offsets, SHORT_CELL);
    lanes.update(cells, offsets, 1);
    assertThatThrownBy(() -> lanes.update(cells, offsets, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThat(lanes.finish(1)).hasSize(2 * 20);

    PieceLanes other = new PieceLanes(2, SHORT_CELL, SHORT_CELL, SHORT_CELL, Choice.LANES);
    other.update(cells, offsets, SHORT_CELL);
    assertThatThrownBy(() -> other.update(cells, offsets, SHORT_CELL))
        .hasMessageContaining("at most 128 bytes");
    assertThat(other.finish(0)).hasSize(20);
    assertThatThrownBy(() -> other.update(cells, offsets, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void create_outOfBounds_isRefused() {
    assertThatThrownBy(() -> new PieceLanes(0, 64, 64, 1)).hasMessageContaining("bits");
    assertThatThrownBy(() -> new PieceLanes(256, 64, 64, 1)).hasMessageContaining("bits");
    assertThatThrownBy(() -> new PieceLanes(1, 64, 32, 1)).hasMessageContaining("multiple of 64");
    assertThatThrownBy(() -> new PieceLanes(1, 96, 64, 1)).hasMessageContaining("of a cell");
    assertThatThrownBy(() -> new PieceLanes(1, 64, 64, -65)).hasMessageContaining("cannot");
    assertThatThrownBy(() -> new PieceLanes(1, 64, 64, 1L << 50)).hasMessageContaining("cannot");
  }

  private static PieceLanes lanes(int bits, int cellsOfPiece) {
    return new PieceLanes(
        bits, cellsOfPiece * SHORT_CELL, SHORT_CELL, 10 * SHORT_CELL, Choice.LANES);
  }

  /** Full rows and a tail, through as few buffers as are promised to be enough. */
  private static void check(
      Choice choice, Random random, int bits, int cellsOfPiece, int cell, int rows, int tail) {
    int pieceLength = cellsOfPiece * cell;
    long length = (long) rows * cell + tail;
    PieceLanes lanes = new PieceLanes(bits, pieceLength, cell, length, choice);
    PieceHasher[] expected = new PieceHasher[bits];
    for (int bit = 0; bit < bits; bit++) {
      expected[bit] = new PieceHasher(pieceLength);
    }
    byte[][][] buffers = new byte[lanes.rowsHeld()][bits][cell + 3];
    int[] offsets = new int[bits];
    for (int row = 0; row <= rows; row++) {
      // What is older than the rows that are held is overwritten with other bytes.
      byte[][] cells = buffers[row % buffers.length];
      int step = row < rows ? cell : tail;
      for (int bit = 0; bit < bits; bit++) {
        random.nextBytes(cells[bit]);
        offsets[bit] = (row + bit) % 4;
        expected[bit].update(cells[bit], offsets[bit], step);
      }
      lanes.update(cells.clone(), offsets, step);
    }
    for (int bit = 0; bit < bits; bit++) {
      assertThat(lanes.finish(bit))
          .as(
              "bit %d of %d, %d rows and %d bytes, %d cells a piece",
              bit, bits, rows, tail, cellsOfPiece)
          .isEqualTo(expected[bit].finish());
    }
  }
}
