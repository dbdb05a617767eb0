// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** One way to compute linear combinations of ranges of bytes. Immutable and thread-safe. */
interface Kernel {
  KernelKind kind();

  /**
   * What computes the rows of a combination. It may take a moment to make, so it is kept.
   *
   * @param rows one row of coefficients for each output, each with one for every input
   * @param inputs units to read
   * @param outputs units to overwrite, none of them an input
   */
  Program program(int[][] rows, int[] inputs, int[] outputs);

  /** A combination that is ready to run. Immutable and thread-safe; allocates nothing when run. */
  @FunctionalInterface
  interface Program {
    /** Overwrites {@code [from, to)} of the outputs; all units have {@code to} bytes or more. */
    void run(byte[][] units, int from, int to);
  }
}
