// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The codes of this process, one for each shape: a code remembers the matrices that it inverted, so
 * it is shared by all stripes of its shape. This is also where a kernel is chosen. Thread-safe.
 */
public final class ErasureCodes {
  private static final ConcurrentHashMap<Shape, ErasureCode> CODES = new ConcurrentHashMap<>();

  private ErasureCodes() {}

  /**
   * The code of k data and m parity units.
   *
   * @param dataUnits k, at least 1
   * @param parityUnits m, at least 0; k + m is at most 255
   */
  public static ErasureCode of(int dataUnits, int parityUnits) {
    return CODES.computeIfAbsent(
        new Shape(dataUnits, parityUnits),
        shape -> ScalarCode.of(shape.dataUnits, shape.parityUnits));
  }

  private record Shape(int dataUnits, int parityUnits) {}
}
