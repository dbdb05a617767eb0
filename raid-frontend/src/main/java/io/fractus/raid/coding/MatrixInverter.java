// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/** Inversion of square matrices over GF(2^8) by Gauss and Jordan. Stateless. */
final class MatrixInverter {
  private MatrixInverter() {}

  /**
   * The inverse of a matrix, which is left as it was.
   *
   * @throws ArithmeticException if it has none
   */
  static int[][] invert(int[][] matrix) {
    int size = matrix.length;
    int[][] work = new int[size][2 * size];
    for (int row = 0; row < size; row++) {
      System.arraycopy(matrix[row], 0, work[row], 0, size);
      work[row][size + row] = 1;
    }
    for (int column = 0; column < size; column++) {
      swap(work, column, pivot(work, column));
      scale(work[column], GaloisField.inverse(work[column][column]));
      for (int row = 0; row < size; row++) {
        if (row != column) {
          addScaled(work[row], work[column], work[row][column]);
        }
      }
    }
    int[][] inverse = new int[size][size];
    for (int row = 0; row < size; row++) {
      System.arraycopy(work[row], size, inverse[row], 0, size);
    }
    return inverse;
  }

  private static int pivot(int[][] work, int column) {
    for (int row = column; row < work.length; row++) {
      if (work[row][column] != 0) {
        return row;
      }
    }
    throw new ArithmeticException("the matrix is singular in column " + column);
  }

  private static void swap(int[][] work, int a, int b) {
    int[] row = work[a];
    work[a] = work[b];
    work[b] = row;
  }

  private static void scale(int[] row, int factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = GaloisField.multiply(row[i], factor);
    }
  }

  /** Adds a multiple of a row: {@code into += factor * row}. */
  static void addScaled(int[] into, int[] row, int factor) {
    if (factor == 0) {
      return;
    }
    for (int i = 0; i < into.length; i++) {
      into[i] ^= GaloisField.multiply(row[i], factor);
    }
  }
}
