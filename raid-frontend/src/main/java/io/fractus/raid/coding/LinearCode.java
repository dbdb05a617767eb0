// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The erasure code: which combinations of units each operation needs; a kernel computes them. It
 * keeps the matrices of the erasure patterns last seen.
 */
final class LinearCode implements ErasureCode {
  private static final int UNITS_MAX = 255;

  /**
   * Bytes that are worked on at a time where a copy is needed: with a stripe's other blocks it
   * stays in the cache.
   */
  private static final int BLOCK = 4_096;

  private final int dataUnits;
  private final int[][] parityRows;
  private final Combination parity;
  private final AtomicReferenceArray<Combination> changes;
  private final DecodeMatrixCache matrices = new DecodeMatrixCache();
  private final Supplier<Kernel> kernel;

  /**
   * The code of k data and m parity units.
   *
   * @param kernel asked at each call
   */
  LinearCode(int dataUnits, int parityUnits, Supplier<Kernel> kernel) {
    checkShape(dataUnits, parityUnits);
    int units = dataUnits + parityUnits;
    this.dataUnits = dataUnits;
    this.parityRows = GeneratorMatrix.parityRows(dataUnits, parityUnits);
    this.parity =
        new Combination(
            parityRows,
            IntStream.range(0, dataUnits).toArray(),
            IntStream.range(dataUnits, units).toArray());
    this.changes = new AtomicReferenceArray<>(dataUnits);
    this.kernel = kernel;
  }

  private static void checkShape(int dataUnits, int parityUnits) {
    if (dataUnits < 1) {
      throw new IllegalArgumentException("a code has 1 data unit or more, not " + dataUnits);
    }
    if (parityUnits < 0) {
      throw new IllegalArgumentException("a code has 0 parity units or more, not " + parityUnits);
    }
    if ((long) dataUnits + parityUnits > UNITS_MAX) {
      throw new IllegalArgumentException(
          "a code over GF(2^8) has at most %d units, not %d+%d"
              .formatted(UNITS_MAX, dataUnits, parityUnits));
    }
  }

  @Override
  public int dataUnits() {
    return dataUnits;
  }

  @Override
  public int parityUnits() {
    return parityRows.length;
  }

  @Override
  public void encode(byte[][] units, int offset, int length) {
    check(units, offset, length);
    parity.run(kernel.get(), units, offset, offset + length);
  }

  @Override
  public void decode(byte[][] units, boolean[] present, int offset, int length) {
    check(units, offset, length);
    if (checkEnough(present, dataUnits, "decoding needs %d units, and only %d are present")
        < units.length) {
      matrix(present).all().run(kernel.get(), units, offset, offset + length);
    }
  }

  @Override
  public void rebuild(int target, byte[][] units, boolean[] present, int offset, int length) {
    check(units, offset, length);
    Objects.checkIndex(target, units.length);
    boolean[] others = present.clone();
    if (target < others.length) {
      others[target] = false;
    }
    checkEnough(others, dataUnits, "decoding needs %d other units, and only %d are present");
    matrix(others).only(target).run(kernel.get(), units, offset, offset + length);
  }

  @Override
  public boolean verify(byte[][] units, int offset, int length) {
    check(units, offset, length);
    Inspection found = new Syndromes(parity).inspect(kernel.get(), units, offset, length);
    return found.state() == Inspection.State.CONSISTENT;
  }

  @Override
  public Inspection inspect(byte[][] units, boolean[] present, int offset, int length) {
    check(units, offset, length);
    checkEnough(
        present,
        dataUnits + 1,
        "inspecting needs %d units, one more than hold data, and only %d are present");
    boolean[] basis = new boolean[present.length];
    for (int unit = 0, found = 0; found < dataUnits; unit++) {
      basis[unit] = present[unit];
      found += present[unit] ? 1 : 0;
    }
    int[] spares =
        IntStream.range(0, present.length).filter(unit -> present[unit] && !basis[unit]).toArray();
    return new Syndromes(matrix(basis).some(spares)).inspect(kernel.get(), units, offset, length);
  }

  @Override
  public void update(int dataUnit, byte[] before, byte[][] units, int offset, int length) {
    check(units, offset, length);
    Objects.checkIndex(dataUnit, dataUnits);
    Objects.checkFromIndexSize(0, length, before.length);
    byte[][] work = new byte[1 + parityRows.length][Math.min(length, BLOCK)];
    byte[] block = new byte[work[0].length];
    for (int done = 0; done < length; done += BLOCK) {
      int step = Math.min(length - done, BLOCK);
      int from = offset + done;
      System.arraycopy(before, done, work[0], 0, step);
      System.arraycopy(units[dataUnit], from, block, 0, step);
      LoopKernel.add(work[0], block, 0, step);
      change(dataUnit).run(kernel.get(), work, 0, step);
      for (int j = 0; j < parityRows.length; j++) {
        // Blocks of their own, since the loop is fast at equal indexes only.
        System.arraycopy(units[dataUnits + j], from, block, 0, step);
        LoopKernel.add(block, work[1 + j], 0, step);
        System.arraycopy(block, 0, units[dataUnits + j], from, step);
      }
    }
  }

  /** From the difference of one data unit, as unit 0, those of all parities. */
  private Combination change(int dataUnit) {
    Combination change = changes.get(dataUnit);
    if (change == null) {
      int[][] column = new int[parityRows.length][1];
      for (int j = 0; j < column.length; j++) {
        column[j][0] = parityRows[j][dataUnit];
      }
      change =
          new Combination(
              column, new int[] {0}, IntStream.rangeClosed(1, parityRows.length).toArray());
      changes.set(dataUnit, change);
    }
    return change;
  }

  private DecodeMatrix matrix(boolean[] present) {
    return matrices.get(present, pattern -> DecodeMatrix.of(dataUnits, parityRows, pattern));
  }

  private void check(byte[][] units, int offset, int length) {
    int expected = dataUnits + parityRows.length;
    if (units.length != expected) {
      throw new IllegalArgumentException(
          "the code has %d units, not %d".formatted(expected, units.length));
    }
    if (offset < 0 || length < 0) {
      throw new IndexOutOfBoundsException(
          "there is no range of %d bytes at %d".formatted(length, offset));
    }
    for (int unit = 0; unit < units.length; unit++) {
      if (units[unit].length - length < offset) {
        throw new IndexOutOfBoundsException(
            "unit %d has %d bytes, and the range ends at %d"
                .formatted(unit, units[unit].length, (long) offset + length));
      }
    }
  }

  private int checkEnough(boolean[] present, int needed, String problem) {
    int expected = dataUnits + parityRows.length;
    if (present.length != expected) {
      throw new IllegalArgumentException(
          "there are flags for %d units, not for %d".formatted(present.length, expected));
    }
    int count = 0;
    for (boolean flag : present) {
      count += flag ? 1 : 0;
    }
    if (count < needed) {
      throw new IllegalArgumentException(problem.formatted(needed, count));
    }
    return count;
  }
}
