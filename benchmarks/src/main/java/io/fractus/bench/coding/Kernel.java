// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ScalarCode;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One way of this process to compute a code. Immutable and thread-safe.
 *
 * @param name as in a case of the benchmark
 * @param codes the code of k data and m parity units
 */
public record Kernel(String name, BiFunction<Integer, Integer, ErasureCode> codes) {
  /** The name of the kernel that every JVM has. */
  public static final String LOOPS = "loops";

  /** All kernels of this process, the slowest first. */
  public static List<Kernel> all() {
    return List.of(new Kernel(LOOPS, ScalarCode::of));
  }

  /**
   * The kernel of a name.
   *
   * @throws IllegalArgumentException if this process has none of that name
   */
  public static Kernel named(String name) {
    List<Kernel> all = all();
    return all.stream()
        .filter(kernel -> kernel.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no kernel '" + name + "' here, only " + all));
  }

  /** The code of k data and m parity units. */
  public ErasureCode code(int dataUnits, int parityUnits) {
    return codes.apply(dataUnits, parityUnits);
  }

  /** The name, for the display of a parameterized test. */
  @Override
  public String toString() {
    return name;
  }
}
