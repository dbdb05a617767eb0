// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** Linear combinations by look-up: the products of a byte with four coefficients in one int. */
final class TableKernel implements Kernel {
  /*
   * The one that needs no compiler to be bearable: a byte of input is one look-up, whatever its
   * coefficients are, where the loops pass over it up to eight times. It is never the fastest of a
   * virtual machine that vectorises.
   */
  static final TableKernel INSTANCE = new TableKernel();

  /** Outputs of one pass: the bytes of an int. */
  private static final int GROUP = Integer.BYTES;

  private static final int ELEMENTS = 256;

  private TableKernel() {}

  @Override
  public KernelKind kind() {
    return KernelKind.TABLE;
  }

  @Override
  public Program program(int[][] rows, int[] inputs, int[] outputs) {
    int groups = (outputs.length + GROUP - 1) / GROUP;
    int[][][] tables = new int[groups][inputs.length][];
    for (int group = 0; group < groups; group++) {
      for (int i = 0; i < inputs.length; i++) {
        tables[group][i] = table(rows, group * GROUP, i);
      }
    }
    return (units, from, to) -> {
      for (int group = 0; group < groups; group++) {
        combine(tables[group], units, inputs, outputs, group * GROUP, from, to);
      }
    };
  }

  /** The products of all elements with the coefficients of one input in up to four rows. */
  private static int[] table(int[][] rows, int first, int input) {
    int[] table = new int[ELEMENTS];
    for (int element = 0; element < ELEMENTS; element++) {
      for (int j = first; j < Math.min(rows.length, first + GROUP); j++) {
        int product = GaloisField.multiply(rows[j][input], element);
        table[element] |= product << ((j - first) * Byte.SIZE);
      }
    }
    return table;
  }

  private static void combine(
      int[][] tables, byte[][] units, int[] inputs, int[] outputs, int first, int from, int to) {
    int last = Math.min(outputs.length, first + GROUP);
    for (int at = from; at < to; at++) {
      int sums = 0;
      for (int i = 0; i < inputs.length; i++) {
        sums ^= tables[i][units[inputs[i]][at] & 0xFF];
      }
      for (int j = first; j < last; j++) {
        units[outputs[j]][at] = (byte) (sums >> ((j - first) * Byte.SIZE));
      }
    }
  }
}
