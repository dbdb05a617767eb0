// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.StripeCells;
import io.fractus.raid.read.ReadLimits;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.SealException;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import io.fractus.torrents.wire.PieceCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A get without network and answer: a pass verifies the pieces of one window, makes a data unit
 * that is lost, and opens the frames. Not thread-safe.
 */
public final class GetPass implements Runnable {
  private static final String NAME = "0".repeat(32);

  private final Shape shape;
  private final ErasureCode code;
  private final boolean[] present;
  private final int pieces;
  private final FrameCipher cipher;
  private final byte[][] units;
  private final List<PieceCheck> checks = new ArrayList<>();
  private final byte[] plain = new byte[FrameCipher.PLAIN];

  /**
   * A get of one shape, by a code and a way to hash.
   *
   * @param losing whether the first data unit is lost, and the first parity read instead
   */
  public GetPass(Shape shape, ErasureCode code, HashKernels.Choice hashing, boolean losing) {
    this.shape = shape;
    this.code = code;
    this.present = new boolean[shape.units()];
    Arrays.fill(present, losing ? 1 : 0, shape.dataUnits() + (losing ? 1 : 0), true);
    this.pieces = (int) Math.max(1, ReadLimits.WINDOW_BYTES / shape.dataBytes());
    Random random = new Random(1);
    this.cipher = new FrameCipher(DataKey.random(random), new byte[FrameCipher.OBJECT_ID]);
    this.units = StripeCells.allocate(shape.units(), pieces * Shape.CELL);
    random.nextBytes(plain);
    for (int frame = 0; frame < pieces * shape.dataUnits(); frame++) {
      cipher.seal(0, frame, false, plain, 0, plain.length, unit(frame), offset(frame));
    }
    code.encode(units, 0, pieces * Shape.CELL);
    HashKernels.Choice before = HashKernels.current(HashAlgorithm.SHA_1);
    HashKernels.force(HashAlgorithm.SHA_1, hashing);
    for (byte[] unit : units) {
      checks.add(new PieceCheck(metainfo(unit)));
    }
    HashKernels.force(HashAlgorithm.SHA_1, before);
  }

  private BitMetainfo metainfo(byte[] unit) {
    int length = pieces * Shape.CELL;
    PieceHasher hasher = new PieceHasher(Shape.CELL);
    hasher.update(unit, 0, length);
    return BitMetainfo.create("bench", NAME, length, Shape.CELL, hasher.finish());
  }

  private byte[] unit(int frame) {
    return units[frame % shape.dataUnits()];
  }

  private int offset(int frame) {
    return frame / shape.dataUnits() * Shape.CELL;
  }

  /** Plain bytes of one pass. */
  long bytes() {
    return (long) pieces * shape.dataUnits() * FrameCipher.PLAIN;
  }

  @Override
  public void run() {
    for (int unit = 0; unit < present.length; unit++) {
      if (present[unit] && checks.get(unit).firstWrong(0, pieces, units[unit], 0) >= 0) {
        throw new IllegalStateException("a piece is not what it was");
      }
    }
    if (!present[0]) {
      code.rebuild(0, units, present, 0, pieces * Shape.CELL);
    }
    try {
      for (int frame = 0; frame < pieces * shape.dataUnits(); frame++) {
        cipher.open(0, frame, false, unit(frame), offset(frame), Shape.CELL, plain, 0);
      }
    } catch (SealException e) {
      throw new IllegalStateException("a frame does not open", e);
    }
  }
}
