// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.write.RowPipeline;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import java.util.Random;

/**
 * A put without body, disk and network: a pass seals, encodes and hashes one stripe whose bits have
 * 4 MiB. Not thread-safe.
 */
public final class PutPass implements Runnable, AutoCloseable {
  static final int ROWS = 64;

  private final Shape shape;
  private final HashKernels.Choice hashing;
  private final FrameCipher cipher;
  private final RowPipeline pipeline;
  private final byte[] frame = new byte[FrameCipher.PLAIN];
  private int segment;

  /** A put of one shape, by a code and a way to hash. */
  public PutPass(Shape shape, ErasureCode code, HashKernels.Choice hashing) {
    Random random = new Random(1);
    random.nextBytes(frame);
    this.shape = shape;
    this.hashing = hashing;
    this.cipher = new FrameCipher(DataKey.random(random), new byte[FrameCipher.OBJECT_ID]);
    this.pipeline =
        new RowPipeline(code, cipher, RowPipeline.newPool(RowPipeline.footprint(shape.units())));
  }

  /** Plain bytes of one pass. */
  long bytes() {
    return (long) ROWS * shape.dataUnits() * FrameCipher.PLAIN;
  }

  @Override
  public void run() {
    HashKernels.Choice before = HashKernels.current(HashAlgorithm.SHA_1);
    HashKernels.force(HashAlgorithm.SHA_1, hashing);
    pipeline.begin(Shape.CELL, (long) ROWS * Shape.CELL);
    HashKernels.force(HashAlgorithm.SHA_1, before);
    segment++;
    int number = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int cell = 0; cell < shape.dataUnits(); cell++) {
        pipeline.seal(segment, number, false, frame, frame.length);
        number++;
      }
      pipeline.endRow((cells, length) -> {});
    }
    for (int bit = 0; bit < shape.units(); bit++) {
      var _ = pipeline.pieceHashes(bit);
    }
  }

  /** The sealing alone of as many bytes. */
  Runnable sealOnly() {
    byte[] cell = new byte[Shape.CELL];
    return () -> {
      segment++;
      for (int number = 0; number < ROWS * shape.dataUnits(); number++) {
        cipher.seal(segment, number, false, frame, 0, frame.length, cell, 0);
      }
    };
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
