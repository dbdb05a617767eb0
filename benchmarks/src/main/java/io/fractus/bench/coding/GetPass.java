// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.StripeCells;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.SealException;
import io.fractus.torrents.PieceHasher;
import java.util.Arrays;
import java.util.Random;

/**
 * A get without network and answer: a pass verifies the pieces of one row, makes a data unit that
 * is lost, and opens the frames. Not thread-safe.
 */
public final class GetPass implements Runnable {
  private final Shape shape;
  private final ErasureCode code;
  private final boolean[] present;
  private final FrameCipher cipher;
  private final byte[][] cells;
  private final byte[][] hashes;
  private final byte[] plain = new byte[FrameCipher.PLAIN];

  /**
   * A get of one shape.
   *
   * @param losing whether the first data unit is lost, and the first parity read instead
   */
  public GetPass(Shape shape, ErasureCode code, boolean losing) {
    Random random = new Random(1);
    this.shape = shape;
    this.code = code;
    this.present = new boolean[shape.units()];
    Arrays.fill(present, losing ? 1 : 0, shape.dataUnits() + (losing ? 1 : 0), true);
    this.cipher = new FrameCipher(DataKey.random(random), new byte[FrameCipher.OBJECT_ID]);
    this.cells = StripeCells.allocate(shape.units(), Shape.CELL);
    for (int i = 0; i < shape.dataUnits(); i++) {
      random.nextBytes(plain);
      cipher.seal(0, i, false, plain, 0, plain.length, cells[i], 0);
    }
    code.encode(cells, 0, Shape.CELL);
    this.hashes = new byte[shape.units()][];
    for (int unit = 0; unit < shape.units(); unit++) {
      hashes[unit] = PieceHasher.hash(cells[unit], 0, Shape.CELL);
    }
  }

  /** Plain bytes of one pass. */
  long bytes() {
    return (long) shape.dataUnits() * FrameCipher.PLAIN;
  }

  @Override
  public void run() {
    for (int unit = 0; unit < present.length; unit++) {
      if (present[unit]
          && !Arrays.equals(PieceHasher.hash(cells[unit], 0, Shape.CELL), hashes[unit])) {
        throw new IllegalStateException("a piece is not what it was");
      }
    }
    if (!present[0]) {
      code.rebuild(0, cells, present, 0, Shape.CELL);
    }
    try {
      for (int i = 0; i < shape.dataUnits(); i++) {
        cipher.open(0, i, false, cells[i], 0, Shape.CELL, plain, 0);
      }
    } catch (SealException e) {
      throw new IllegalStateException("a frame does not open", e);
    }
  }
}
