// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.IsalCode;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.CodingKernels;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import io.fractus.raid.coding.StripeCells;

/**
 * What the first rows of 8+3 cost in a JVM that has coded nothing before, its code, tables and
 * libraries included.
 *
 * @param firstNanos CPU time of the thread that encodes, for the first MiB
 * @param allNanos for the first 64 MiB
 */
public record FirstRows(long firstNanos, long allNanos) {
  /** The name by which ISA-L is asked for, beside those of our kernels. */
  public static final String ISAL = "ISA-L";

  private static final Shape SHAPE = new Shape(8, 3);
  private static final int FIRST_ROWS = 2;
  private static final int ALL_ROWS = 128;

  /** Encodes by a kernel of ours or by ISA-L; to be called once in a JVM. */
  public static FirstRows encode(String kernel) {
    // Starts logging, which is half of the time, and which every role has done by then.
    var _ = CodingKernels.kind();
    long start = Turns.cpuNanos();
    Runnable encode = encoder(kernel);
    for (int row = 0; row < FIRST_ROWS; row++) {
      encode.run();
    }
    long first = Turns.cpuNanos() - start;
    for (int row = FIRST_ROWS; row < ALL_ROWS; row++) {
      encode.run();
    }
    return new FirstRows(first, Turns.cpuNanos() - start);
  }

  private static Runnable encoder(String kernel) {
    if (kernel.equals(ISAL)) {
      // The coefficients are of no meaning for the time, and ours would have to be coded first.
      NativeUnits units = new NativeUnits(SHAPE.units(), Shape.CELL);
      return IsalCode.plain(Isal.load(), SHAPE.dataUnits(), SHAPE.parityUnits()).encoder(units)
          ::run;
    }
    ErasureCode code =
        ErasureCodes.of(SHAPE.dataUnits(), SHAPE.parityUnits(), KernelKind.parse(kernel));
    byte[][] units = StripeCells.allocate(SHAPE.units(), Shape.CELL);
    return () -> code.encode(units, 0, Shape.CELL);
  }
}
