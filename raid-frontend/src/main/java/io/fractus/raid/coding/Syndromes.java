// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.Arrays;
import java.util.BitSet;

/** Finds whether units go together, and the one that does not. Not thread-safe. */
final class Syndromes {
  /*
   * The k inputs of a combination are taken as right and the spare units computed from them; the
   * syndrome of a spare is what it has less what was computed. All are zero if all is well. If one
   * input i is wrong by e, the syndrome of spare j is c[j][i] e; no coefficient of an MDS code is
   * zero, so all are different from zero and their ratios are those of column i, which no other
   * column has (or the code could not decode two losses). If one spare is wrong, its syndrome alone
   * is not zero. So with two spares each wrong byte names one unit, and an error of one unit is
   * told from all others of one; that of two units may look like one of a third.
   */
  private static final int BLOCK = 4_096;

  private final Combination combination;
  private final int[] inputs;
  private final int[] spares;

  /** Takes the outputs of a combination as spare units. */
  Syndromes(Combination combination) {
    this.combination = combination;
    this.inputs = combination.inputs();
    this.spares = combination.outputs();
  }

  Inspection inspect(Kernel kernel, byte[][] units, int offset, int length) {
    byte[][] work = new byte[units.length][];
    for (int unit : inputs) {
      work[unit] = new byte[Math.min(length, BLOCK)];
    }
    for (int unit : spares) {
      work[unit] = new byte[Math.min(length, BLOCK)];
    }
    BitSet suspects = new BitSet(units.length);
    Arrays.stream(inputs).forEach(suspects::set);
    Arrays.stream(spares).forEach(suspects::set);
    boolean consistent = true;
    for (int done = 0; done < length; done += BLOCK) {
      int step = Math.min(length - done, BLOCK);
      for (int unit : inputs) {
        System.arraycopy(units[unit], offset + done, work[unit], 0, step);
      }
      combination.run(kernel, work, 0, step);
      if (subtract(units, work, offset + done, step)) {
        consistent = false;
        narrow(suspects, work, step);
        if (spares.length < 2 || suspects.isEmpty()) {
          return Inspection.WRONG;
        }
      }
    }
    if (consistent) {
      return Inspection.CONSISTENT;
    }
    return suspects.cardinality() == 1
        ? Inspection.oneWrong(suspects.nextSetBit(0))
        : Inspection.WRONG;
  }

  /** Whether any spare differs from what was computed; that is then made its syndrome. */
  private boolean subtract(byte[][] units, byte[][] work, int from, int length) {
    boolean different = false;
    for (int spare : spares) {
      different |= !Arrays.equals(units[spare], from, from + length, work[spare], 0, length);
    }
    for (int j = 0; different && j < spares.length; j++) {
      byte[] computed = work[spares[j]];
      for (int i = 0; i < length; i++) {
        computed[i] ^= units[spares[j]][from + i];
      }
    }
    return different;
  }

  /** Clears all suspects that do not explain every syndrome of a block. */
  private void narrow(BitSet suspects, byte[][] syndromes, int length) {
    for (int at = 0; at < length && !suspects.isEmpty(); at++) {
      int nonzero = 0;
      for (int spare : spares) {
        nonzero += syndromes[spare][at] == 0 ? 0 : 1;
      }
      if (nonzero > 0) {
        for (int i = 0; i < inputs.length; i++) {
          if (suspects.get(inputs[i]) && !explains(i, syndromes, at)) {
            suspects.clear(inputs[i]);
          }
        }
        for (int spare : spares) {
          if (nonzero > 1 || syndromes[spare][at] == 0) {
            suspects.clear(spare);
          }
        }
      }
    }
  }

  private boolean explains(int input, byte[][] syndromes, int at) {
    int first = syndromes[spares[0]][at] & 0xFF;
    for (int j = 0; j < spares.length; j++) {
      int syndrome = syndromes[spares[j]][at] & 0xFF;
      int expected = GaloisField.multiply(first, combination.coefficient(j, input));
      if (expected != GaloisField.multiply(syndrome, combination.coefficient(0, input))) {
        return false;
      }
    }
    return first != 0;
  }
}
