// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which kernel is chosen, and what may not depend on it. */
class CodingKernelsTest {
  private static final int CELL = 65_536;
  private static final Duration WARM_UP_MAX = Duration.ofSeconds(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void check_everyKernel_isRight() {
    for (Kernel kernel :
        List.of(VectorKernel.INSTANCE, LoopKernel.INSTANCE, TableKernel.INSTANCE)) {
      assertThat(KernelCheck.isRight(kernel)).as("%s", kernel.kind()).isTrue();
    }
  }

  @Test
  void check_kernelThatIsWrongInOneByte_isFoundOut() {
    Kernel wrong =
        new Kernel() {
          @Override
          public KernelKind kind() {
            return KernelKind.LOOPS;
          }

          @Override
          public Program program(int[][] rows, int[] inputs, int[] outputs) {
            Program right = LoopKernel.INSTANCE.program(rows, inputs, outputs);
            return (units, from, to) -> {
              right.run(units, from, to);
              if (to - from > 4_096) {
                units[outputs[0]][to - 1] ^= 1;
              }
            };
          }
        };
    assertThat(KernelCheck.isRight(wrong)).isFalse();
  }

  @Test
  void kernels_sameStripe_giveTheSameParity() {
    Random random = new Random(5);
    for (int round = 0; round < 40; round++) {
      int k = 1 + random.nextInt(40);
      int m = 1 + random.nextInt(12);
      int length = random.nextInt(10_000);
      int offset = random.nextInt(100);
      byte[][] units = Units.random(ErasureCodes.of(k, m), offset + length, random);
      byte[][] expected = Units.copy(units);
      new LinearCode(k, m, () -> TableKernel.INSTANCE).encode(expected, offset, length);
      for (Kernel kernel : List.of(VectorKernel.INSTANCE, LoopKernel.INSTANCE)) {
        byte[][] actual = Units.copy(units);
        new LinearCode(k, m, () -> kernel).encode(actual, offset, length);
        assertThat(Arrays.deepEquals(actual, expected))
            .as("%s %d+%d, %d bytes at %d", kernel.kind(), k, m, length, offset)
            .isTrue();
      }
    }
  }

  /** Without registers of their size vectors are objects for good, and are never used. */
  private static List<Kernel> usable() {
    try {
      return List.of(
          CodingKernels.require(KernelKind.VECTOR), LoopKernel.INSTANCE, TableKernel.INSTANCE);
    } catch (IllegalStateException _) {
      return List.of(LoopKernel.INSTANCE, TableKernel.INSTANCE);
    }
  }

  /** Nothing for each cell; the virtual machine may count a few bytes of its own. */
  @Test
  void encodeAndDecode_inSteadyState_allocateNothing() {
    for (Kernel kernel : usable()) {
      for (int[] shape : new int[][] {{4, 1}, {4, 2}, {8, 3}, {10, 4}, {5, 9}}) {
        ErasureCode code = new LinearCode(shape[0], shape[1], () -> kernel);
        byte[][] cells = StripeCells.allocate(shape[0] + shape[1], CELL);
        boolean[] present = Units.all(cells.length);
        long least = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (least > 0 && System.nanoTime() - start < WARM_UP_MAX.toNanos()) {
          long before = allocated();
          code.encode(cells, 0, CELL);
          code.decode(cells, present, 0, CELL);
          least = Math.min(least, allocated() - before);
        }
        assertThat(least).as("%s %d+%d", kernel.kind(), shape[0], shape[1]).isZero();
      }
    }
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  @Test
  void parse_names_areThoseOfTheOption() {
    for (KernelKind kind : KernelKind.values()) {
      assertThat(KernelKind.parse(kind.toString())).isEqualTo(kind);
    }
    assertThatThrownBy(() -> KernelKind.parse("gpu"))
        .hasMessage("there is no kernel 'gpu', but vector, loops, table");
  }

  @Test
  void choose_inOtherProcesses_isFastestOrForced() throws Exception {
    assertThat(choice(List.of("--add-modules=jdk.incubator.vector"), "select"))
        .contains("before=loops")
        .containsPattern("after=(vector|loops)");
    assertThat(choice(List.of(), "select"))
        .contains("before=loops")
        .contains("after=loops")
        .contains("vector not used: Java was started without --add-modules");
    assertThat(choice(List.of(), "vector"))
        .contains("refused=the kernel 'vector' cannot be used: Java was started without");
    assertThat(choice(List.of(), "table")).contains("after=table");
  }

  private static String choice(List<String> options, String argument)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), KernelChoice.class.getName(), argument));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
