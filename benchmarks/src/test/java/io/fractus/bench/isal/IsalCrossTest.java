// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.bench.coding.Kernels;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import io.fractus.raid.coding.StripeCells;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel of this process against ISA-L, which shares no code with it: the bytes are the same,
 * and nobody writes beside a buffer. A machine without the library fails these tests, and says what
 * to install.
 */
class IsalCrossTest {
  private static final int[] LENGTHS = {0, 1, 63, 64, 65, 127, 8_191, 8_193, 65_536};
  private static final int[][] WIDE = {
    {29, 51}, {1, 254}, {254, 1}, {253, 2}, {252, 3}, {251, 4}, {200, 55}, {128, 127}, {64, 64}
  };
  private static final int[][] USUAL = {{4, 1}, {4, 2}, {8, 2}, {8, 3}, {10, 4}, {17, 3}};
  private static final int RANDOM_SHAPES = 150;
  private static final int LENGTH_MAX = 20_000;
  private static final int ROWS_MAX = 5_000;
  private static final Duration WARM_UP = Duration.ofMillis(400);

  private final Isal isal = Isal.load();

  static List<KernelKind> kernels() {
    return Kernels.all();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void usualShapes_allLengths_areLikeIsal(KernelKind kernel) {
    for (int[] shape : USUAL) {
      for (int length : LENGTHS) {
        check(kernel, shape[0], shape[1], length, 31L * length + shape[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void wideShapes_areLikeIsal(KernelKind kernel) {
    for (int[] shape : WIDE) {
      for (int length : new int[] {1, 65, 4_097}) {
        check(kernel, shape[0], shape[1], length, 31L * length + shape[0]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  @SuppressWarnings("SystemOut") // The seed is what makes a failure repeatable.
  void randomShapes_areLikeIsal(KernelKind kernel) {
    long first = System.nanoTime();
    System.out.println("IsalCrossTest " + kernel + ": first seed " + first);
    for (long seed = first; seed < first + RANDOM_SHAPES; seed++) {
      Random random = new Random(seed);
      int k = random.nextInt(1, 41);
      int m = random.nextInt(1, 11);
      int length =
          random.nextBoolean()
              ? LENGTHS[random.nextInt(LENGTHS.length)]
              : random.nextInt(LENGTH_MAX);
      check(kernel, k, m, length, seed);
    }
  }

  /** What the tests above run is mostly interpreted; a gateway runs what C2 made of it. */
  @ParameterizedTest
  @MethodSource("kernels")
  void usualShapes_compiled_areLikeIsal(KernelKind kernel) {
    for (int[] shape : USUAL) {
      ErasureCode code = ErasureCodes.of(shape[0], shape[1], kernel);
      byte[][] units = StripeCells.allocate(shape[0] + shape[1], 65_536);
      boolean[] present = new boolean[units.length];
      Arrays.fill(present, shape[1], units.length, true);
      long deadline = System.nanoTime() + WARM_UP.toNanos();
      for (int row = 0; row < ROWS_MAX && System.nanoTime() < deadline; row++) {
        code.encode(units, 0, 65_536);
        code.decode(units, present, 0, 65_536);
      }
      check(kernel, shape[0], shape[1], 65_536, shape[0]);
      check(kernel, shape[0], shape[1], 65_535, shape[0]);
    }
  }

  private void check(KernelKind kernel, int k, int m, int length, long seed) {
    String what = "%s, %d+%d, length %d, seed %d".formatted(kernel, k, m, length, seed);
    Random random = new Random(seed);
    ErasureCode code = ErasureCodes.of(k, m, kernel);
    IsalCode reference = IsalCode.like(isal, code);
    HeapUnits ours = new HeapUnits(k + m, length, random);
    try (NativeUnits theirs = new NativeUnits(k + m + IsalCode.UPDATE_UNITS, length)) {
      ours.copyTo(theirs, k);
      code.encode(ours.arrays(), ours.offset(), length);
      reference.encoder(theirs).run();
      checkSame(what + ", encode", ours, theirs);
      assertThat(code.verify(ours.arrays(), ours.offset(), length)).as(what).isTrue();

      byte[][] encoded = ours.ranges();
      boolean[] present = pattern(k, m, random);
      for (int unit = 0; unit < k + m; unit++) {
        if (!present[unit]) {
          ours.wreck(unit, random);
          theirs.unit(unit).fill((byte) 0x77);
        }
      }
      int target = lastLost(present);
      what += ", lost " + Arrays.toString(present);
      code.rebuild(target, ours.arrays(), present, ours.offset(), length);
      reference.rebuilder(theirs, present, target).run();
      assertThat(ours.range(target)).as(what).isEqualTo(encoded[target]);
      assertThat(theirs.get(target)).as(what).isEqualTo(encoded[target]);
      code.decode(ours.arrays(), present, ours.offset(), length);
      reference.decoder(theirs, present).run();
      checkSame(what + ", decode", ours, theirs);
      assertThat(ours.ranges()).as(what).isDeepEqualTo(encoded);

      int changed = random.nextInt(k);
      theirs.copy(changed, k + m);
      ours.wreck(changed, random);
      theirs.set(changed, ours.arrays()[changed], ours.offset());
      code.update(changed, encoded[changed], ours.arrays(), ours.offset(), length);
      reference.updater(theirs, changed).run();
      checkSame(what + ", update " + changed, ours, theirs);
      assertThat(code.verify(ours.arrays(), ours.offset(), length)).as(what).isTrue();
    }
  }

  private static void checkSame(String what, HeapUnits ours, NativeUnits theirs) {
    for (int unit = 0; unit < ours.arrays().length; unit++) {
      assertThat(Arrays.mismatch(ours.range(unit), theirs.get(unit)))
          .as("first byte of unit %d that differs: %s", unit, what)
          .isEqualTo(-1);
    }
    assertThat(ours.guardsAreWhole()).as("heap guards: %s", what).isTrue();
    assertThat(theirs.guardsAreWhole()).as("native guards: %s", what).isTrue();
  }

  /** Flags of which 1 to m are false. */
  private static boolean[] pattern(int k, int m, Random random) {
    boolean[] present = new boolean[k + m];
    Arrays.fill(present, true);
    for (int left = random.nextInt(1, m + 1); left > 0; left--) {
      present[random.nextInt(k + m)] = false;
    }
    return present;
  }

  private static int lastLost(boolean[] present) {
    int last = present.length - 1;
    while (present[last]) {
      last--;
    }
    return last;
  }
}
