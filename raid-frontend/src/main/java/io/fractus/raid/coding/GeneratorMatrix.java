// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/**
 * The coefficients of parity: parity j of a stripe is the sum over i of {@code row[j][i] * data i}.
 * They are part of the format of stored bits and never change. Stateless.
 */
final class GeneratorMatrix {
  /*
   * For up to three parities (P, Q, R of RAID-Z; P and Q of Linux md [1]):
   *
   *   P = sum d_i      Q = sum 2^i d_i      R = sum 4^i d_i
   *
   * For four and more: a Cauchy matrix c[j][i] = 1 / (x_j + y_i) with y_i = i and x_j = k + j, each
   * column i multiplied by (x_0 + y_i) so that parity 0 is P again.
   *
   * Why any k of the k + m units give back the data (MDS). With e data units lost and e parities
   * in hand, the data can be had if and only if the e x e submatrix of those rows and columns can
   * be inverted; so every square submatrix must be regular [2].
   *
   * Up to three: with a_i = 2^i the rows are a^0, a^1, a^2. All a_i are distinct and not 0, for 2
   * has order 255 and i < 255. Rows {0,1} and {0,1,2} are Vandermonde matrices of distinct points;
   * {1,2} is one with column i multiplied by a_i; {0,2} is one with the points a_i^2, distinct
   * because squaring is a bijection in GF(2^8). A fourth row of this kind would not do: rows {0,3}
   * have the points a_i^3, and cubing is not a bijection (3 divides 255).
   *
   * Four and more: every square submatrix of a Cauchy matrix is a Cauchy matrix, which is regular
   * when all x_j and y_i are distinct [3]; they are, being 0 to k + m - 1 < 256. Multiplying a
   * column by an element that is not 0 changes no rank.
   *
   * [1] H. P. Anvin, The mathematics of RAID-6, 2009.
   * [2] F. J. MacWilliams and N. J. A. Sloane, The Theory of Error-Correcting Codes, ch. 11, th. 8.
   * [3] J. Bloemer et al., An XOR-Based Erasure-Resilient Coding Scheme, ICSI TR-95-048, 1995.
   */

  /** The parities up to which the rows are powers of 2^i. */
  private static final int POWERS_MAX = 3;

  private GeneratorMatrix() {}

  /** The m rows of k coefficients. */
  static int[][] parityRows(int k, int m) {
    int[][] rows = new int[m][k];
    for (int j = 0; j < m; j++) {
      for (int i = 0; i < k; i++) {
        rows[j][i] = m <= POWERS_MAX ? GaloisField.powerOfTwo(i * j) : cauchy(k, j, i);
      }
    }
    return rows;
  }

  private static int cauchy(int k, int j, int i) {
    return GaloisField.multiply(k ^ i, GaloisField.inverse((k + j) ^ i));
  }
}
