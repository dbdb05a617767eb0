// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import io.fractus.torrents.hash.HashKernels.Choice;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes out of the pipeline, and how often it touches a byte on the way. */
class RowPipelineTest {
  private static final int CELL = StripeGeometry.CELL;
  private static final int ROWS = 600;
  private static final Duration WARM_UP_MAX = Duration.ofSeconds(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Random random = new Random(20_261_124);
  private final CellPool pool = RowPipeline.newPool(4 << 20);
  private final FrameCipher cipher =
      new FrameCipher(DataKey.random(random), new byte[FrameCipher.OBJECT_ID]);
  private final byte[] plain = new byte[FrameCipher.PLAIN];

  @AfterEach
  void asAtFirst() {
    HashKernels.force(HashAlgorithm.SHA_1, Choice.JDK);
  }

  /** Lanes only where the machine has them: the lanes' own tests say that they are right. */
  private static List<Choice> choices() {
    try {
      HashKernels.force(HashAlgorithm.SHA_1, Choice.LANES);
      return List.of(Choice.LANES, Choice.JDK);
    } catch (IllegalStateException _) {
      return List.of(Choice.JDK);
    }
  }

  @Test
  void stripes_anyShapeAndPiece_areEncodedAndHashedAsByHand() {
    for (Choice choice : choices()) {
      HashKernels.force(HashAlgorithm.SHA_1, choice);
      for (int[] shape : new int[][] {{1, 0}, {2, 1}, {4, 2}, {8, 3}, {10, 4}, {13, 3}, {29, 51}}) {
        ErasureCode code = ErasureCodes.of(shape[0], shape[1]);
        try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
          for (int pieceLength : new int[] {CELL, 4 * CELL}) {
            int frames = 1 + random.nextInt(shape[0] * 7);
            check(code, pipeline, pieceLength, frames);
          }
        }
      }
    }
  }

  private void check(ErasureCode code, RowPipeline pipeline, int pieceLength, int frames) {
    int units = code.dataUnits() + code.parityUnits();
    List<ByteArrayOutputStream> bits = new ArrayList<>();
    for (int bit = 0; bit < units; bit++) {
      bits.add(new ByteArrayOutputStream());
    }
    run(code, pipeline, pieceLength, frames, bits);
    byte[][] whole = bits.stream().map(ByteArrayOutputStream::toByteArray).toArray(byte[][]::new);
    assertThat(code.verify(whole, 0, whole[0].length)).isTrue();
    for (int bit = 0; bit < units; bit++) {
      PieceHasher hasher = new PieceHasher(pieceLength);
      hasher.update(whole[bit], 0, whole[bit].length);
      assertThat(pipeline.pieceHashes(bit))
          .as("bit %d of %d+%d", bit, code.dataUnits(), code.parityUnits())
          .isEqualTo(hasher.finish());
    }
  }

  private void run(
      ErasureCode code,
      RowPipeline pipeline,
      int pieceLength,
      int frames,
      List<ByteArrayOutputStream> bits) {
    pipeline.begin(pieceLength, (frames / code.dataUnits() + 1L) * CELL);
    for (int frame = 0; frame < frames; frame++) {
      random.nextBytes(plain);
      pipeline.seal(0, frame, frame == frames - 1, plain, plain.length);
      if (pipeline.isRowFull()) {
        endRow(pipeline, bits);
      }
    }
    if (pipeline.isRowBegun()) {
      endRow(pipeline, bits);
    }
  }

  private static void endRow(RowPipeline pipeline, List<ByteArrayOutputStream> bits) {
    pipeline.endRow((cells, length) -> {
      for (int bit = 0; bit < bits.size(); bit++) {
        bits.get(bit).write(cells[bit], 0, length);
      }
    });
  }

  @Test
  void passes_wholeRows_areOneSealOneEncodeOneHashAndNoCopy() {
    ErasureCode code = ErasureCodes.of(8, 3);
    try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
      run(code, pipeline, CELL, 8 * 20, List.of());
      assertThat(pipeline.passes().sealed()).isEqualTo(160L * FrameCipher.PLAIN);
      assertThat(pipeline.passes().encoded()).isEqualTo(160L * CELL);
      assertThat(pipeline.passes().hashed()).isEqualTo(20L * 11 * CELL);
      assertThat(pipeline.passes().copied()).isZero();
    }
  }

  @Test
  void passes_shortLastRow_isMovedOnce() {
    ErasureCode code = ErasureCodes.of(8, 3);
    try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
      run(code, pipeline, CELL, 8 * 3 + 5, List.of());
      long tail = 8L * new StripeGeometry(8, 29L * CELL).tailCell();
      assertThat(pipeline.passes().hashed()).isEqualTo(11 * (3L * CELL + tail / 8));
      assertThat(pipeline.passes().encoded()).isEqualTo(24L * CELL + tail);
      assertThat(pipeline.passes().copied()).isBetween(5L * CELL, tail);
    }
  }

  /**
   * What the JDK's cipher makes for a call is not ours to save, and varies a little with how it was
   * compiled; there is nothing beside it.
   */
  @Test
  void row_inSteadyState_allocatesNoMoreThanItsCiphers() {
    for (Choice choice : choices()) {
      HashKernels.force(HashAlgorithm.SHA_1, choice);
      ErasureCode code = ErasureCodes.of(8, 3);
      byte[] cell = new byte[CELL];
      long sealing = Long.MAX_VALUE;
      for (int round = 0; round < 3_000; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        cipher.seal(1, round, false, plain, 0, plain.length, cell, 0);
        sealing = Math.min(sealing, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
        long row = Long.MAX_VALUE;
        long most = 8 * (sealing + 64);
        // On a busy machine the compiler takes its time.
        long start = System.nanoTime();
        for (int round = 0;
            row >= most && System.nanoTime() - start < WARM_UP_MAX.toNanos();
            round++) {
          if (round % ROWS == 0) {
            pipeline.begin(CELL, (long) ROWS * CELL);
          }
          long before = THREADS.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < 8; i++) {
            pipeline.seal(0, round * 8 + i, false, plain, plain.length);
          }
          pipeline.endRow((cells, length) -> {});
          row = Math.min(row, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(row).as("%s, %d bytes by a seal", choice, sealing).isLessThan(most);
      }
    }
  }

  @Test
  void close_givesTheCellsToTheNext() {
    ErasureCode code = ErasureCodes.of(4, 2);
    try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
      run(code, pipeline, CELL, 4, List.of());
    }
    int kept = pool.kept();
    assertThat(kept).isPositive();
    try (RowPipeline pipeline = new RowPipeline(code, cipher, pool)) {
      assertThat(pool.kept()).isZero();
      run(code, pipeline, CELL, 4, List.of());
    }
    assertThat(pool.kept()).isEqualTo(kept);
    try (RowPipeline wide = new RowPipeline(ErasureCodes.of(29, 51), cipher, pool)) {
      run(ErasureCodes.of(29, 51), wide, CELL, 29, List.of());
    }
    assertThat(pool.kept()).isLessThanOrEqualTo((4 << 20) / CELL);
  }
}
