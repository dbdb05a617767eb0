// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import io.fractus.torrents.hash.HashKernels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is timed does the work that its name says, ours as well as the floor. */
class RowTest {
  private static final List<Operation> MAKING =
      List.of(Operation.ENCODE, Operation.DECODE, Operation.REBUILD);

  private final Isal isal = Isal.load();

  @Test
  void operations_onWreckedUnits_makeThemAgain() {
    for (Shape shape : Shape.ALL) {
      ErasureCode code = ErasureCodes.of(shape.dataUnits(), shape.parityUnits(), KernelKind.LOOPS);
      for (Operation operation : MAKING) {
        check(shape, code, operation);
      }
    }
  }

  private void check(Shape shape, ErasureCode code, Operation operation) {
    Row row = new Row(shape, code);
    byte[][] before = cells(row.units());
    boolean[] made = made(shape, operation);
    try (NativeUnits units = row.toNative()) {
      for (int unit = 0; unit < shape.units(); unit++) {
        if (made[unit]) {
          units.set(unit, new byte[Shape.CELL], 0);
          Arrays.fill(row.units()[unit], (byte) 0);
        }
      }
      row.ours(operation, code).run();
      row.theirs(operation, code, isal, units).run();
      for (int unit = 0; unit < shape.units(); unit++) {
        String what = operation + " " + shape + ", unit " + unit;
        assertThat(Arrays.mismatch(cells(row.units())[unit], before[unit])).as(what).isEqualTo(-1);
        assertThat(Arrays.mismatch(units.get(unit), before[unit])).as(what).isEqualTo(-1);
      }
    }
  }

  @Test
  void update_twice_leavesTheRowAsItWas() {
    Shape shape = new Shape(8, 3);
    ErasureCode code = ErasureCodes.of(8, 3, KernelKind.LOOPS);
    Row row = new Row(shape, code);
    byte[][] before = cells(row.units());
    try (NativeUnits units = row.toNative()) {
      Runnable ours = row.ours(Operation.UPDATE, code);
      Runnable theirs = row.theirs(Operation.UPDATE, code, isal, units);
      ours.run();
      theirs.run();
      assertThat(cells(row.units())[8]).isNotEqualTo(before[8]).isEqualTo(units.get(8));
      ours.run();
      theirs.run();
      assertThat(cells(row.units())).isDeepEqualTo(before);
      assertThat(units.get(10)).isEqualTo(before[10]);
    }
  }

  @Test
  void verify_wrongParity_endsTheRun() {
    ErasureCode code = ErasureCodes.of(4, 2, KernelKind.LOOPS);
    Row row = new Row(new Shape(4, 2), code);
    Runnable verify = row.ours(Operation.VERIFY, code);
    assertThatCode(verify::run).doesNotThrowAnyException();
    row.units()[5][77] ^= 1;
    assertThatThrownBy(verify::run).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passes_ofPutAndGet_end() {
    Shape shape = new Shape(4, 2);
    ErasureCode code = ErasureCodes.of(4, 2, KernelKind.LOOPS);
    try (PutPass put = new PutPass(shape, code, HashKernels.Choice.JDK)) {
      put.run();
      put.run();
      put.sealOnly().run();
    }
    new GetPass(shape, code, HashKernels.Choice.JDK, false).run();
    new GetPass(shape, code, HashKernels.Choice.JDK, true).run();
  }

  @Test
  void shape_wrongText_isRefused() {
    assertThat(Shape.parse("29+51")).isEqualTo(new Shape(29, 51));
    assertThatThrownBy(() -> Shape.parse("29"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a shape is like 8+3, not 29");
  }

  private static boolean[] made(Shape shape, Operation operation) {
    boolean[] made = new boolean[shape.units()];
    for (int unit = 0; unit < made.length; unit++) {
      made[unit] =
          switch (operation) {
            case ENCODE -> unit >= shape.dataUnits();
            case DECODE -> !shape.presentAfterLosses()[unit];
            default -> !shape.presentAfterOneLoss()[unit];
          };
    }
    return made;
  }

  private static byte[][] cells(byte[][] units) {
    return Arrays.stream(units).map(unit -> Arrays.copyOf(unit, Shape.CELL)).toArray(byte[][]::new);
  }
}
