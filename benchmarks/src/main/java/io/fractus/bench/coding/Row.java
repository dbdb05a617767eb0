// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.IsalCode;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.StripeCells;
import java.util.Random;

/**
 * One row of cells, encoded, as the gateway holds it: it stays in the second-level cache while the
 * same row is coded again and again. Every operation leaves it as it was, but an update, which does
 * so each second time. Not thread-safe.
 */
public final class Row {
  private final Shape shape;
  private final byte[][] units;
  private final byte[] before = new byte[Shape.CELL];

  /** A row of random data. */
  public Row(Shape shape, ErasureCode code) {
    this.shape = shape;
    this.units = StripeCells.allocate(shape.units(), Shape.CELL);
    Random random = new Random(1);
    for (byte[] unit : units) {
      random.nextBytes(unit);
    }
    random.nextBytes(before);
    code.encode(units, 0, Shape.CELL);
  }

  byte[][] units() {
    return units;
  }

  /** The same row in native memory, and what an update needs beside it; to be closed. */
  public NativeUnits toNative() {
    NativeUnits copy = new NativeUnits(shape.units() + IsalCode.UPDATE_UNITS, Shape.CELL);
    for (int unit = 0; unit < shape.units(); unit++) {
      copy.set(unit, units[unit], 0);
    }
    copy.set(shape.units(), before, 0);
    return copy;
  }

  /** One operation by one of our kernels. */
  public Runnable ours(Operation operation, ErasureCode code) {
    boolean[] lost = shape.presentAfterLosses();
    boolean[] lostOne = shape.presentAfterOneLoss();
    return switch (operation) {
      case ENCODE -> () -> code.encode(units, 0, Shape.CELL);
      case DECODE -> () -> code.decode(units, lost, 0, Shape.CELL);
      case REBUILD -> () -> code.rebuild(0, units, lostOne, 0, Shape.CELL);
      case VERIFY ->
          () -> {
            if (!code.verify(units, 0, Shape.CELL)) {
              throw new IllegalStateException("the parity of the row is not its own");
            }
          };
      case UPDATE -> () -> code.update(0, before, units, 0, Shape.CELL);
    };
  }

  /** The same by ISA-L; where it has none of the kind, its encoding. */
  public Runnable theirs(Operation operation, ErasureCode code, Isal isal, NativeUnits units) {
    IsalCode theirs = IsalCode.like(isal, code);
    return switch (operation) {
      case ENCODE, VERIFY -> theirs.encoder(units)::run;
      case DECODE -> theirs.decoder(units, shape.presentAfterLosses())::run;
      case REBUILD -> theirs.rebuilder(units, shape.presentAfterOneLoss(), 0)::run;
      case UPDATE -> theirs.updater(units, 0);
    };
  }

  /** Copies the data of the row to other memory of the same size. */
  public Runnable copy() {
    byte[][] target = StripeCells.allocate(shape.dataUnits(), Shape.CELL);
    return () -> {
      for (int unit = 0; unit < target.length; unit++) {
        System.arraycopy(units[unit], 0, target[unit], 0, Shape.CELL);
      }
    };
  }
}
