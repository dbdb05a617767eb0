// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** The inner loops of the vector kernel, one for each number of outputs. Stateless. */
final class VectorLoops {
  /*
   * A product c * x in GF(2^8) is the sum of c * (low nibble of x) and c * (high nibble of x), and
   * each of these has 16 values: a shuffle looks them all up at once [1]. One vector holds both
   * tables of a coefficient: lanes 0 to 15 the products of low nibbles, lanes 16 to 31 those of
   * high ones, and the same again in the upper half.
   *
   * P and Q go by Horner's rule: Q = (..(d_k-1 * 2 + d_k-2) * 2 ..) + d_0, where a doubling is an
   * addition and, in lanes that had their top bit set, an XOR [2]: no shuffles, which only one port
   * of most processors executes.
   *
   * The shape of these methods is what C2 (JDK 25) compiles well whatever ran before, and easily
   * lost. No vector is carried from one iteration to the next, since C2 knows the class of such a
   * variable by its profile only: when that was bad, vectors were boxed and a loop that keeps its
   * sums in registers over all inputs ran at a twentieth of the speed, in about one process of
   * three. Sums that go through the first-level cache instead cost nothing beside the shuffles. All
   * vectors are locals, nothing is called but the API itself, there are no arrays of vectors and no
   * second species in the process. Bytes are shifted as longs, for x86 has no shift of bytes.
   *
   * [1] J. S. Plank, K. M. Greenan, E. L. Miller, Screaming Fast Galois Field Arithmetic Using
   *     Intel SIMD Instructions, FAST 2013.
   * [2] H. P. Anvin, The mathematics of RAID-6, 2009.
   */
  static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_512;

  /** Bytes of a vector; a range is a multiple of them here. */
  static final int LANES = SPECIES.length();

  private static final int NIBBLES = 16;
  private static final byte ZERO = 0;
  private static final byte LOW = 0x0F;
  private static final byte HIGH_TABLE = 0x10;
  private static final byte REDUCTION = (byte) (GaloisField.POLYNOMIAL & 0xFF);

  private VectorLoops() {}

  static int registerBitsPreferred() {
    return ByteVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** Bytes of the tables of so many inputs, an even number, for so many outputs. */
  static int tableBytes(int inputs, int outputs) {
    return inputs * outputs * LANES;
  }

  /**
   * The tables of rows of coefficients: for each pair of inputs and each row, those of the first
   * and of the second input; of the last pair's second one, if there is none, those of zero.
   */
  static byte[] tables(int[][] rows) {
    int inputs = rows[0].length;
    byte[] tables = new byte[tableBytes(inputs + inputs % 2, rows.length)];
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j < rows.length; j++) {
        int at = ((i / 2 * rows.length + j) * 2 + i % 2) * LANES;
        for (int lane = 0; lane < LANES; lane++) {
          int nibble = lane % NIBBLES;
          int element = (lane & HIGH_TABLE) == 0 ? nibble : nibble << 4;
          tables[at + lane] = (byte) GaloisField.multiply(rows[j][i], element);
        }
      }
    }
    return tables;
  }

  /** Adds one input to P and, after a doubling, to Q. */
  static void pAndQ(byte[] x, byte[] outP, byte[] outQ, int from, int to) {
    for (int p = from; p < to; p += LANES) {
      ByteVector value = ByteVector.fromArray(SPECIES, x, p);
      ByteVector.fromArray(SPECIES, outP, p).lanewise(XOR, value).intoArray(outP, p);
      ByteVector q = ByteVector.fromArray(SPECIES, outQ, p);
      q.add(q)
          .lanewise(XOR, REDUCTION, q.compare(LT, ZERO))
          .lanewise(XOR, value)
          .intoArray(outQ, p);
    }
  }

  /** Adds two inputs to P and, after two doublings, to Q: the first one was doubled once. */
  static void pAndQ(byte[] x, byte[] y, byte[] outP, byte[] outQ, int from, int to) {
    for (int p = from; p < to; p += LANES) {
      ByteVector xValue = ByteVector.fromArray(SPECIES, x, p);
      ByteVector yValue = ByteVector.fromArray(SPECIES, y, p);
      ByteVector.fromArray(SPECIES, outP, p)
          .lanewise(XOR, xValue)
          .lanewise(XOR, yValue)
          .intoArray(outP, p);
      ByteVector q = ByteVector.fromArray(SPECIES, outQ, p);
      ByteVector once =
          q.add(q).lanewise(XOR, REDUCTION, q.compare(LT, ZERO)).lanewise(XOR, xValue);
      once.add(once)
          .lanewise(XOR, REDUCTION, once.compare(LT, ZERO))
          .lanewise(XOR, yValue)
          .intoArray(outQ, p);
    }
  }

  /** Adds the products of two inputs to one output. */
  static void one(byte[] x, byte[] y, byte[] outA, byte[] tables, int at, int from, int to) {
    ByteVector xA = ByteVector.fromArray(SPECIES, tables, at);
    ByteVector yA = ByteVector.fromArray(SPECIES, tables, at + LANES);
    for (int p = from; p < to; p += LANES) {
      ByteVector xValue = ByteVector.fromArray(SPECIES, x, p);
      ByteVector xLow = xValue.lanewise(AND, LOW);
      ByteVector xHigh =
          xValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector yValue = ByteVector.fromArray(SPECIES, y, p);
      ByteVector yLow = yValue.lanewise(AND, LOW);
      ByteVector yHigh =
          yValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector.fromArray(SPECIES, outA, p)
          .lanewise(XOR, xLow.selectFrom(xA))
          .lanewise(XOR, xHigh.selectFrom(xA))
          .lanewise(XOR, yLow.selectFrom(yA))
          .lanewise(XOR, yHigh.selectFrom(yA))
          .intoArray(outA, p);
    }
  }

  /** Adds the products of two inputs to two outputs. */
  static void two(
      byte[] x, byte[] y, byte[] outA, byte[] outB, byte[] tables, int at, int from, int to) {
    ByteVector xA = ByteVector.fromArray(SPECIES, tables, at);
    ByteVector yA = ByteVector.fromArray(SPECIES, tables, at + LANES);
    ByteVector xB = ByteVector.fromArray(SPECIES, tables, at + 2 * LANES);
    ByteVector yB = ByteVector.fromArray(SPECIES, tables, at + 3 * LANES);
    for (int p = from; p < to; p += LANES) {
      ByteVector xValue = ByteVector.fromArray(SPECIES, x, p);
      ByteVector xLow = xValue.lanewise(AND, LOW);
      ByteVector xHigh =
          xValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector yValue = ByteVector.fromArray(SPECIES, y, p);
      ByteVector yLow = yValue.lanewise(AND, LOW);
      ByteVector yHigh =
          yValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector.fromArray(SPECIES, outA, p)
          .lanewise(XOR, xLow.selectFrom(xA))
          .lanewise(XOR, xHigh.selectFrom(xA))
          .lanewise(XOR, yLow.selectFrom(yA))
          .lanewise(XOR, yHigh.selectFrom(yA))
          .intoArray(outA, p);
      ByteVector.fromArray(SPECIES, outB, p)
          .lanewise(XOR, xLow.selectFrom(xB))
          .lanewise(XOR, xHigh.selectFrom(xB))
          .lanewise(XOR, yLow.selectFrom(yB))
          .lanewise(XOR, yHigh.selectFrom(yB))
          .intoArray(outB, p);
    }
  }

  /** Adds the products of two inputs to three outputs. */
  static void three(
      byte[] x,
      byte[] y,
      byte[] outA,
      byte[] outB,
      byte[] outC,
      byte[] tables,
      int at,
      int from,
      int to) {
    ByteVector xA = ByteVector.fromArray(SPECIES, tables, at);
    ByteVector yA = ByteVector.fromArray(SPECIES, tables, at + LANES);
    ByteVector xB = ByteVector.fromArray(SPECIES, tables, at + 2 * LANES);
    ByteVector yB = ByteVector.fromArray(SPECIES, tables, at + 3 * LANES);
    ByteVector xC = ByteVector.fromArray(SPECIES, tables, at + 4 * LANES);
    ByteVector yC = ByteVector.fromArray(SPECIES, tables, at + 5 * LANES);
    for (int p = from; p < to; p += LANES) {
      ByteVector xValue = ByteVector.fromArray(SPECIES, x, p);
      ByteVector xLow = xValue.lanewise(AND, LOW);
      ByteVector xHigh =
          xValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector yValue = ByteVector.fromArray(SPECIES, y, p);
      ByteVector yLow = yValue.lanewise(AND, LOW);
      ByteVector yHigh =
          yValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector.fromArray(SPECIES, outA, p)
          .lanewise(XOR, xLow.selectFrom(xA))
          .lanewise(XOR, xHigh.selectFrom(xA))
          .lanewise(XOR, yLow.selectFrom(yA))
          .lanewise(XOR, yHigh.selectFrom(yA))
          .intoArray(outA, p);
      ByteVector.fromArray(SPECIES, outB, p)
          .lanewise(XOR, xLow.selectFrom(xB))
          .lanewise(XOR, xHigh.selectFrom(xB))
          .lanewise(XOR, yLow.selectFrom(yB))
          .lanewise(XOR, yHigh.selectFrom(yB))
          .intoArray(outB, p);
      ByteVector.fromArray(SPECIES, outC, p)
          .lanewise(XOR, xLow.selectFrom(xC))
          .lanewise(XOR, xHigh.selectFrom(xC))
          .lanewise(XOR, yLow.selectFrom(yC))
          .lanewise(XOR, yHigh.selectFrom(yC))
          .intoArray(outC, p);
    }
  }

  /** Adds the products of two inputs to four outputs. */
  static void four(
      byte[] x,
      byte[] y,
      byte[] outA,
      byte[] outB,
      byte[] outC,
      byte[] outD,
      byte[] tables,
      int at,
      int from,
      int to) {
    ByteVector xA = ByteVector.fromArray(SPECIES, tables, at);
    ByteVector yA = ByteVector.fromArray(SPECIES, tables, at + LANES);
    ByteVector xB = ByteVector.fromArray(SPECIES, tables, at + 2 * LANES);
    ByteVector yB = ByteVector.fromArray(SPECIES, tables, at + 3 * LANES);
    ByteVector xC = ByteVector.fromArray(SPECIES, tables, at + 4 * LANES);
    ByteVector yC = ByteVector.fromArray(SPECIES, tables, at + 5 * LANES);
    ByteVector xD = ByteVector.fromArray(SPECIES, tables, at + 6 * LANES);
    ByteVector yD = ByteVector.fromArray(SPECIES, tables, at + 7 * LANES);
    for (int p = from; p < to; p += LANES) {
      ByteVector xValue = ByteVector.fromArray(SPECIES, x, p);
      ByteVector xLow = xValue.lanewise(AND, LOW);
      ByteVector xHigh =
          xValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector yValue = ByteVector.fromArray(SPECIES, y, p);
      ByteVector yLow = yValue.lanewise(AND, LOW);
      ByteVector yHigh =
          yValue
              .reinterpretAsLongs()
              .lanewise(LSHR, 4)
              .reinterpretAsBytes()
              .lanewise(AND, LOW)
              .lanewise(OR, HIGH_TABLE);
      ByteVector.fromArray(SPECIES, outA, p)
          .lanewise(XOR, xLow.selectFrom(xA))
          .lanewise(XOR, xHigh.selectFrom(xA))
          .lanewise(XOR, yLow.selectFrom(yA))
          .lanewise(XOR, yHigh.selectFrom(yA))
          .intoArray(outA, p);
      ByteVector.fromArray(SPECIES, outB, p)
          .lanewise(XOR, xLow.selectFrom(xB))
          .lanewise(XOR, xHigh.selectFrom(xB))
          .lanewise(XOR, yLow.selectFrom(yB))
          .lanewise(XOR, yHigh.selectFrom(yB))
          .intoArray(outB, p);
      ByteVector.fromArray(SPECIES, outC, p)
          .lanewise(XOR, xLow.selectFrom(xC))
          .lanewise(XOR, xHigh.selectFrom(xC))
          .lanewise(XOR, yLow.selectFrom(yC))
          .lanewise(XOR, yHigh.selectFrom(yC))
          .intoArray(outC, p);
      ByteVector.fromArray(SPECIES, outD, p)
          .lanewise(XOR, xLow.selectFrom(xD))
          .lanewise(XOR, xHigh.selectFrom(xD))
          .lanewise(XOR, yLow.selectFrom(yD))
          .lanewise(XOR, yHigh.selectFrom(yD))
          .intoArray(outD, p);
    }
  }
}
