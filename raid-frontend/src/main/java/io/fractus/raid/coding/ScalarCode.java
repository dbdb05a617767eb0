// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The erasure code in plain Java loops, which need no flags, no native library and no incubating
 * module. It keeps the matrices of the erasure patterns last seen.
 */
public final class ScalarCode implements ErasureCode {
  private static final int UNITS_MAX = 255;

  private final int dataUnits;
  private final int[] dataIndexes;
  private final int[][] parityRows;
  private final DecodeMatrixCache matrices = new DecodeMatrixCache();

  private ScalarCode(int dataUnits, int parityUnits) {
    this.dataUnits = dataUnits;
    this.dataIndexes = IntStream.range(0, dataUnits).toArray();
    this.parityRows = GeneratorMatrix.parityRows(dataUnits, parityUnits);
  }

  /**
   * The code of k data and m parity units. Keep it: it remembers what it computed.
   *
   * @param dataUnits k, at least 1
   * @param parityUnits m, at least 0; k + m is at most 255
   */
  public static ErasureCode of(int dataUnits, int parityUnits) {
    if (dataUnits < 1 || parityUnits < 0 || (long) dataUnits + parityUnits > UNITS_MAX) {
      throw new IllegalArgumentException(
          "a code has 1 data unit or more, and with its parity at most %d units, not %d+%d"
              .formatted(UNITS_MAX, dataUnits, parityUnits));
    }
    return new ScalarCode(dataUnits, parityUnits);
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
    int end = offset + length;
    for (int from = offset; from < end; ) {
      int to = Math.min(end - from, BlockKernel.BLOCK) + from;
      for (int j = 0; j < parityRows.length; j++) {
        BlockKernel.combine(parityRows[j], dataIndexes, units, dataUnits + j, from, to);
      }
      from = to;
    }
  }

  @Override
  public void decode(byte[][] units, boolean[] present, int offset, int length) {
    check(units, offset, length);
    checkEnough(present, "units");
    int[] lost = IntStream.range(0, present.length).filter(unit -> !present[unit]).toArray();
    if (lost.length > 0) {
      repair(units, matrix(present), lost, offset, offset + length);
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
    checkEnough(others, "other units");
    repair(units, matrix(others), new int[] {target}, offset, offset + length);
  }

  @Override
  public boolean verify(byte[][] units, int offset, int length) {
    check(units, offset, length);
    byte[][] block = new byte[units.length][Math.min(length, BlockKernel.BLOCK)];
    int end = offset + length;
    for (int from = offset; from < end; ) {
      int to = Math.min(end - from, BlockKernel.BLOCK) + from;
      for (int i = 0; i < dataUnits; i++) {
        System.arraycopy(units[i], from, block[i], 0, to - from);
      }
      encode(block, 0, to - from);
      for (int unit = dataUnits; unit < units.length; unit++) {
        if (!Arrays.equals(units[unit], from, to, block[unit], 0, to - from)) {
          return false;
        }
      }
      from = to;
    }
    return true;
  }

  private DecodeMatrix matrix(boolean[] present) {
    return matrices.get(present, pattern -> DecodeMatrix.of(dataUnits, parityRows, pattern));
  }

  private static void repair(
      byte[][] units, DecodeMatrix matrix, int[] targets, int offset, int end) {
    for (int from = offset; from < end; ) {
      int to = Math.min(end - from, BlockKernel.BLOCK) + from;
      for (int unit : targets) {
        BlockKernel.combine(matrix.row(unit), matrix.inputs(), units, unit, from, to);
      }
      from = to;
    }
  }

  private void check(byte[][] units, int offset, int length) {
    int expected = dataUnits + parityRows.length;
    if (units.length != expected) {
      throw new IllegalArgumentException(
          "the code has %d units, not %d".formatted(expected, units.length));
    }
    for (byte[] unit : units) {
      Objects.checkFromIndexSize(offset, length, unit.length);
    }
  }

  private void checkEnough(boolean[] present, String what) {
    int expected = dataUnits + parityRows.length;
    if (present.length != expected) {
      throw new IllegalArgumentException(
          "there are flags for %d units, not for %d".formatted(present.length, expected));
    }
    int count = 0;
    for (boolean flag : present) {
      count += flag ? 1 : 0;
    }
    if (count < dataUnits) {
      throw new IllegalArgumentException(
          "decoding needs %d %s, and only %d are present".formatted(dataUnits, what, count));
    }
  }
}
