// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import io.fractus.raid.coding.ErasureCode;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The code of given parity rows, with all arithmetic done by ISA-L, the inversion of matrices too:
 * of ours it knows the coefficients alone. Immutable and thread-safe.
 */
public final class IsalCode {
  /** Units after those of the code that an update needs: the old bytes, and the difference. */
  public static final int UPDATE_UNITS = 2;

  private final Isal isal;
  private final int dataUnits;
  private final byte[][] parityRows;

  private IsalCode(Isal isal, int dataUnits, byte[][] parityRows) {
    this.isal = isal;
    this.dataUnits = dataUnits;
    this.parityRows = parityRows;
  }

  /**
   * The same code as one of ours. Its coefficients are the parity of the unit vectors, so they are
   * read by encoding the k columns of the identity matrix at once.
   */
  public static IsalCode like(Isal isal, ErasureCode code) {
    int k = code.dataUnits();
    byte[][] units = new byte[k + code.parityUnits()][k];
    for (int i = 0; i < k; i++) {
      units[i][i] = 1;
    }
    code.encode(units, 0, k);
    byte[][] rows = new byte[code.parityUnits()][];
    for (int j = 0; j < rows.length; j++) {
      rows[j] = units[k + j];
    }
    return new IsalCode(isal, k, rows);
  }

  /** A code whose coefficients are 2^i in row i: not one to keep data with, but one to time. */
  public static IsalCode plain(Isal isal, int dataUnits, int parityUnits) {
    byte[][] rows = new byte[parityUnits][dataUnits];
    for (int j = 0; j < parityUnits; j++) {
      Arrays.fill(rows[j], (byte) (1 << j % Byte.SIZE));
    }
    return new IsalCode(isal, dataUnits, rows);
  }

  /** Makes the parity of such units: the last m of them from the first k. */
  public Combination encoder(NativeUnits units) {
    check(units);
    int n = dataUnits + parityRows.length;
    return new Combination(
        units,
        parityRows,
        IntStream.range(0, dataUnits).toArray(),
        IntStream.range(dataUnits, n).toArray());
  }

  /**
   * Makes every unit that is not present from the first k that are.
   *
   * @param present one flag for each of the n units, at least k of them true
   */
  public Combination decoder(NativeUnits units, boolean[] present) {
    check(units);
    int[] lost = IntStream.range(0, present.length).filter(unit -> !present[unit]).toArray();
    return decoder(units, present, lost);
  }

  /**
   * Makes one unit from the first k that are present.
   *
   * @param present as for the other; the flag of the target is false
   */
  public Combination rebuilder(NativeUnits units, boolean[] present, int target) {
    check(units);
    return decoder(units, present, new int[] {target});
  }

  /**
   * Adds to the parity what the change of one data unit adds to it: the XOR of its old bytes, in
   * the unit after those of the code, with the new ones, times its coefficients.
   *
   * @param units {@link #UPDATE_UNITS} more than the code has
   */
  public Runnable updater(NativeUnits units, int dataUnit) {
    check(units);
    int n = dataUnits + parityRows.length;
    MemorySegment xor = units.addresses(dataUnit, n, n + 1);
    MemorySegment difference = units.unit(n + 1);
    Combination parity = encoder(units);
    return () -> {
      if (Functions.xor(3, units.length(), xor) != 0) {
        throw new IllegalStateException("xor_gen refused its arguments");
      }
      parity.add(dataUnit, difference);
    };
  }

  private Combination decoder(NativeUnits units, boolean[] present, int[] targets) {
    int[] used =
        IntStream.range(0, present.length).filter(unit -> present[unit]).limit(dataUnits).toArray();
    byte[][] square = new byte[used.length][];
    for (int row = 0; row < used.length; row++) {
      square[row] = row(used[row]);
    }
    byte[][] inverse = isal.invert(square);
    byte[][] rows = new byte[targets.length][];
    for (int i = 0; i < targets.length; i++) {
      rows[i] = times(row(targets[i]), inverse);
    }
    return new Combination(units, rows, used, targets);
  }

  /** The row of the whole generator matrix: one of the identity, or of parity. */
  private byte[] row(int unit) {
    if (unit >= dataUnits) {
      return parityRows[unit - dataUnits];
    }
    byte[] row = new byte[dataUnits];
    row[unit] = 1;
    return row;
  }

  private byte[] times(byte[] row, byte[][] matrix) {
    byte[] product = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      for (int column = 0; column < row.length && row[i] != 0; column++) {
        product[column] ^= isal.multiply(row[i], matrix[i][column]);
      }
    }
    return product;
  }

  private void check(NativeUnits units) {
    int expected = dataUnits + parityRows.length;
    if (units.count() < expected) {
      throw new IllegalArgumentException(
          "the code has %d units, and there are only %d".formatted(expected, units.count()));
    }
  }
}
