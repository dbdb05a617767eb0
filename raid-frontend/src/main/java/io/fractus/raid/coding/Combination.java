// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Units that are sums of products of others, with the programs that the kernels made for it.
 * Thread-safe.
 */
final class Combination {
  private final int[][] rows;
  private final int[] inputs;
  private final int[] outputs;
  private final ConcurrentHashMap<Kernel, Kernel.Program> programs = new ConcurrentHashMap<>(4);

  /** The arguments are those of {@link Kernel#program}, and are not copied. */
  Combination(int[][] rows, int[] inputs, int[] outputs) {
    this.rows = rows;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  void run(Kernel kernel, byte[][] units, int from, int to) {
    if (outputs.length > 0 && from < to) {
      program(kernel).run(units, from, to);
    }
  }

  private Kernel.Program program(Kernel kernel) {
    Kernel.Program program = programs.get(kernel);
    if (program == null) {
      program = kernel.program(rows, inputs, outputs);
      programs.put(kernel, program);
    }
    return program;
  }

  int[] inputs() {
    return inputs;
  }

  int[] outputs() {
    return outputs;
  }

  /** The coefficient of an input in an output, both by their places in the combination. */
  int coefficient(int output, int input) {
    return rows[output][input];
  }
}
