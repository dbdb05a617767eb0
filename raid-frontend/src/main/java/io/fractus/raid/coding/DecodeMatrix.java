// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** How to make the lost units of one erasure pattern from k that are there. Thread-safe. */
final class DecodeMatrix {
  /*
   * With e data units D lost, take all k - e others and the first e parities S that are there (the
   * first is P, so that one loss is a plain XOR). Writing G for the parity rows,
   *
   *   parity S = G[S][D] lost + G[S][rest] rest
   *   lost     = A (parity S + G[S][rest] rest)        A = inverse of G[S][D]
   *
   * so only an e x e matrix is inverted, whatever k is. A lost parity is its row of G, with each
   * lost data unit replaced by its own row.
   */
  private final int[] inputs;
  private final int[][] rows;
  private final Combination all;
  private final AtomicReferenceArray<Combination> single;

  private DecodeMatrix(int[] inputs, int[][] rows) {
    this.inputs = inputs;
    this.rows = rows;
    this.all =
        some(IntStream.range(0, rows.length).filter(unit -> rows[unit].length > 0).toArray());
    this.single = new AtomicReferenceArray<>(rows.length);
  }

  /**
   * The matrix of a pattern.
   *
   * @param parity the parity rows of the code
   * @param present a flag for each of the n units, at least k of them true
   */
  static DecodeMatrix of(int k, int[][] parity, boolean[] present) {
    int[] lost = select(present, 0, k, false, k);
    int[] rest = select(present, 0, k, true, k);
    int[] used = select(present, k, present.length, true, lost.length);
    int[] inputs = concat(rest, used);

    int[][] square = new int[lost.length][lost.length];
    for (int s = 0; s < lost.length; s++) {
      for (int d = 0; d < lost.length; d++) {
        square[s][d] = parity[used[s] - k][lost[d]];
      }
    }
    int[][] inverse = MatrixInverter.invert(square);

    int[][] rows = new int[present.length][0];
    for (int d = 0; d < lost.length; d++) {
      int[] row = new int[k];
      System.arraycopy(inverse[d], 0, row, rest.length, used.length);
      for (int s = 0; s < used.length; s++) {
        for (int i = 0; i < rest.length; i++) {
          row[i] ^= GaloisField.multiply(inverse[d][s], parity[used[s] - k][rest[i]]);
        }
      }
      rows[lost[d]] = row;
    }
    for (int unit = k; unit < present.length; unit++) {
      if (!present[unit]) {
        rows[unit] = parityRow(parity[unit - k], rest, lost, rows);
      }
    }
    return new DecodeMatrix(inputs, rows);
  }

  /** All lost units. */
  Combination all() {
    return all;
  }

  /** One lost unit. */
  Combination only(int unit) {
    Combination only = single.get(unit);
    if (only == null) {
      only = some(new int[] {unit});
      single.set(unit, only);
    }
    return only;
  }

  /** Some of the lost units. */
  Combination some(int... units) {
    return new Combination(
        Arrays.stream(units).mapToObj(unit -> rows[unit]).toArray(int[][]::new), inputs, units);
  }

  private static int[] parityRow(int[] parity, int[] rest, int[] lost, int[][] rows) {
    int[] row = new int[parity.length];
    for (int i = 0; i < rest.length; i++) {
      row[i] = parity[rest[i]];
    }
    for (int unit : lost) {
      MatrixInverter.addScaled(row, rows[unit], parity[unit]);
    }
    return row;
  }

  /** The first units of a range, up to a number, whose flag is the one wanted. */
  private static int[] select(boolean[] present, int from, int to, boolean wanted, int max) {
    return IntStream.range(from, to).filter(unit -> present[unit] == wanted).limit(max).toArray();
  }

  private static int[] concat(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
