// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The codes of this process, one for each shape: a code remembers the matrices that it inverted, so
 * it is shared by all stripes of its shape. Thread-safe.
 */
public final class ErasureCodes {
  private static final ConcurrentHashMap<Shape, ErasureCode> CODES = new ConcurrentHashMap<>();

  private ErasureCodes() {}

  /**
   * The code of k data and m parity units, on whatever kernel the process uses at the time of a
   * call: see {@link CodingKernels}.
   *
   * @param dataUnits k, at least 1
   * @param parityUnits m, at least 0; k + m is at most 255
   * @throws IllegalArgumentException for any other shape
   */
  public static ErasureCode of(int dataUnits, int parityUnits) {
    return CODES.computeIfAbsent(
        new Shape(dataUnits, parityUnits),
        shape -> new LinearCode(shape.dataUnits, shape.parityUnits, CodingKernels::current));
  }

  /**
   * A code on one kernel, to compare kernels. Keep it: it remembers what it computed.
   *
   * @throws IllegalStateException if this process does not have the kernel
   */
  public static ErasureCode of(int dataUnits, int parityUnits, KernelKind kind) {
    Kernel kernel = CodingKernels.require(kind);
    return new LinearCode(dataUnits, parityUnits, () -> kernel);
  }

  private record Shape(int dataUnits, int parityUnits) {}
}
