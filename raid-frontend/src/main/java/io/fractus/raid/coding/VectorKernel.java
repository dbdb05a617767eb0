// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;

/**
 * Linear combinations with the Vector API. Only to be touched where {@code jdk.incubator.vector} is
 * in the boot layer: see {@link CodingKernels}.
 */
final class VectorKernel implements Kernel {
  /*
   * A range is cut into blocks, so that what is computed of them stays in the first-level cache.
   * Outputs are computed in groups of up to four, inputs two by two: each input is loaded once for
   * a group, split into its nibbles once, and for each output two shuffles look up the products of
   * both nibbles (see VectorLoops).
   *
   * Two cases need no look-up. P alone is an XOR, at which plain loops are as fast as any; P with Q
   * goes by Horner's rule, over the inputs from the last to the first.
   */
  static final VectorKernel INSTANCE = new VectorKernel();

  /** Bytes of a block: six of them, of outputs and inputs, fit into 32 KiB. */
  private static final int BLOCK = 4_096;

  private static final int GROUP_MAX = 4;

  private VectorKernel() {}

  /** Bits of the registers that the virtual machine prefers. */
  static int registerBitsPreferred() {
    return VectorLoops.registerBitsPreferred();
  }

  @Override
  public KernelKind kind() {
    return KernelKind.VECTOR;
  }

  @Override
  public Program program(int[][] rows, int[] inputs, int[] outputs) {
    Program rest = LoopKernel.INSTANCE.program(rows, inputs, outputs);
    if (rows.length == 1 && isPower(rows[0], 0)) {
      return rest;
    }
    boolean pAndQ = rows.length == 2 && isPower(rows[0], 0) && isPower(rows[1], 1);
    Program whole =
        pAndQ
            ? (units, from, to) -> pAndQ(units, inputs, outputs, from, to)
            : groups(rows, inputs, outputs);
    return (units, from, to) -> {
      int last = to - (to - from) % VectorLoops.LANES;
      for (int start = from; start < last; ) {
        int end = Math.min(last - start, BLOCK) + start;
        whole.run(units, start, end);
        start = end;
      }
      if (last < to) {
        rest.run(units, last, to);
      }
    };
  }

  /** Whether coefficient i is 2^(i * power). */
  private static boolean isPower(int[] row, int power) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] != GaloisField.powerOfTwo(i * power)) {
        return false;
      }
    }
    return true;
  }

  private static void pAndQ(byte[][] units, int[] inputs, int[] outputs, int from, int to) {
    byte[] p = units[outputs[0]];
    byte[] q = units[outputs[1]];
    Arrays.fill(p, from, to, (byte) 0);
    Arrays.fill(q, from, to, (byte) 0);
    int i = inputs.length - 1;
    for (; i > 0; i -= 2) {
      VectorLoops.pAndQ(units[inputs[i]], units[inputs[i - 1]], p, q, from, to);
    }
    if (i == 0) {
      VectorLoops.pAndQ(units[inputs[0]], p, q, from, to);
    }
  }

  private static Program groups(int[][] rows, int[] inputs, int[] outputs) {
    int groups = (rows.length + GROUP_MAX - 1) / GROUP_MAX;
    byte[][] tables = new byte[groups][];
    for (int group = 0; group < groups; group++) {
      int first = group * GROUP_MAX;
      tables[group] =
          VectorLoops.tables(
              Arrays.copyOfRange(rows, first, Math.min(rows.length, first + GROUP_MAX)));
    }
    return (units, from, to) -> {
      for (int group = 0; group < groups; group++) {
        group(units, inputs, outputs, group * GROUP_MAX, tables[group], from, to);
      }
    };
  }

  private static void group(
      byte[][] units, int[] inputs, int[] outputs, int first, byte[] tables, int from, int to) {
    int count = Math.min(outputs.length - first, GROUP_MAX);
    byte[] a = units[outputs[first]];
    byte[] b = units[outputs[first + (count > 1 ? 1 : 0)]];
    byte[] c = units[outputs[first + (count > 2 ? 2 : 0)]];
    byte[] d = units[outputs[first + (count > 3 ? 3 : 0)]];
    for (int j = 0; j < count; j++) {
      Arrays.fill(units[outputs[first + j]], from, to, (byte) 0);
    }
    int step = VectorLoops.tableBytes(2, count);
    for (int i = 0, at = 0; i < inputs.length; i += 2, at += step) {
      byte[] x = units[inputs[i]];
      byte[] y = units[inputs[Math.min(i + 1, inputs.length - 1)]];
      switch (count) {
        case 1 -> VectorLoops.one(x, y, a, tables, at, from, to);
        case 2 -> VectorLoops.two(x, y, a, b, tables, at, from, to);
        case 3 -> VectorLoops.three(x, y, a, b, c, tables, at, from, to);
        default -> VectorLoops.four(x, y, a, b, c, d, tables, at, from, to);
      }
    }
  }
}
