// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import java.util.Arrays;
import java.util.List;

/**
 * k data and m parity units.
 *
 * @param dataUnits k
 * @param parityUnits m
 */
public record Shape(int dataUnits, int parityUnits) {
  /** Bytes of a cell, as in a row of a stripe. */
  public static final int CELL = 65_536;

  /** The shapes that layouts commonly have, and a wide one. */
  public static final List<Shape> ALL =
      List.of(
          new Shape(4, 1),
          new Shape(4, 2),
          new Shape(8, 2),
          new Shape(8, 3),
          new Shape(10, 4),
          new Shape(17, 3),
          new Shape(29, 51));

  /** The shapes of which a speed is asked; of others it is recorded. */
  static final List<Shape> ASKED =
      List.of(new Shape(4, 1), new Shape(8, 2), new Shape(8, 3), new Shape(10, 4));

  /** The shape in its usual form, such as {@code 8+3}. */
  public static Shape parse(String text) {
    String[] parts = text.split("\\+", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("a shape is like 8+3, not " + text);
    }
    return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  int units() {
    return dataUnits + parityUnits;
  }

  /** Data of one row, in bytes. */
  long dataBytes() {
    return (long) dataUnits * CELL;
  }

  /** As much lost as can be, data first: all of it is computed, nothing copied. */
  boolean[] presentAfterLosses() {
    boolean[] present = new boolean[units()];
    Arrays.fill(present, parityUnits, units(), true);
    return present;
  }

  /** All but the first unit. */
  boolean[] presentAfterOneLoss() {
    boolean[] present = new boolean[units()];
    Arrays.fill(present, 1, units(), true);
    return present;
  }

  @Override
  public String toString() {
    return dataUnits + "+" + parityUnits;
  }
}
