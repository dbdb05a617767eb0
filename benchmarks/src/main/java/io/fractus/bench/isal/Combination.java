// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Some units as linear combinations of others, with tables and addresses prepared: a run is one
 * native call. Not thread-safe, as the units are not; valid as long as they are.
 */
public final class Combination {
  private final int length;
  private final int inputs;
  private final int outputs;
  private final MemorySegment tables;
  private final MemorySegment from;
  private final MemorySegment to;

  /**
   * A combination.
   *
   * @param rows one of {@code from.length} coefficients for each unit of {@code to}
   */
  Combination(NativeUnits units, byte[][] rows, int[] from, int[] to) {
    this.length = units.length();
    this.inputs = from.length;
    this.outputs = to.length;
    MemorySegment matrix = units.allocate((long) inputs * outputs);
    for (int row = 0; row < outputs; row++) {
      if (rows[row].length != inputs) {
        throw new IllegalArgumentException(
            "a row of %d coefficients for %d inputs".formatted(rows[row].length, inputs));
      }
      matrix.asSlice((long) row * inputs, inputs).copyFrom(MemorySegment.ofArray(rows[row]));
    }
    this.tables = units.allocate((long) Isal.TABLE * inputs * outputs);
    if (outputs > 0) {
      Functions.initTables(inputs, outputs, matrix, tables);
    }
    this.from = units.addresses(from);
    this.to = units.addresses(to);
  }

  /** Overwrites the outputs. */
  public void run() {
    if (outputs > 0 && length > 0) {
      Functions.encodeData(length, inputs, outputs, tables, from, to);
    }
  }

  /** Adds one input, whose bytes are given, to the outputs as they are. */
  void add(int input, MemorySegment bytes) {
    if (outputs > 0 && length > 0) {
      Functions.encodeDataUpdate(
          length, inputs, outputs, Objects.checkIndex(input, inputs), tables, bytes, to);
    }
  }
}
