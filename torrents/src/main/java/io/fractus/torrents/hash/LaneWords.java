// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static jdk.incubator.vector.VectorOperators.REVERSE_BYTES;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns one block of each of sixteen messages into sixteen vectors, one for each word.
 *
 * <pre>
 *   rows:    message l = words 0 .. 15 of its block, big-endian
 *   columns: vector i  = word i of messages 0 .. 15
 * </pre>
 */
final class LaneWords {
  /*
   * A transposition of 16 x 16 words in four stages. A stage exchanges, between two rows that are
   * d apart, the words whose index has bit d for those whose index has not. The stages of 4, 2 and
   * 1 need only eight rows, so the messages are loaded in two halves, each short enough for the
   * first compiler (see Sha1Lanes), and the stage of 8 joins them. The 64 permutations and 16
   * reversals of bytes run on one port: that alone is 80 cycles.
   */
  static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final int LANES = BlockLanes.LANES;

  private static final IntVector LOW_8 = low(8);
  private static final IntVector HIGH_8 = high(8);
  private static final IntVector LOW_4 = low(4);
  private static final IntVector HIGH_4 = high(4);
  private static final IntVector LOW_2 = low(2);
  private static final IntVector HIGH_2 = high(2);
  private static final IntVector LOW_1 = low(1);
  private static final IntVector HIGH_1 = high(1);

  /** Where the new upper row of a stage comes from: 0 to 15 of the upper, 16 to 31 of the lower. */
  private static IntVector low(int distance) {
    int[] index = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      index[i] = (i & distance) == 0 ? i : LANES + i - distance;
    }
    return IntVector.fromArray(INTS, index, 0);
  }

  private static IntVector high(int distance) {
    int[] index = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      index[i] = (i & distance) == 0 ? i + distance : LANES + i;
    }
    return IntVector.fromArray(INTS, index, 0);
  }

  /**
   * Loads one block of each message.
   *
   * @param at where the block is, in bytes after the offset of its lane
   * @param words word i of lane l goes to {@code words[i * 16 + l]}
   */
  static void load(byte[][] data, int[] offsets, int at, int[] words) {
    loadUpper(data, offsets, at, words);
    loadLower(data, offsets, at, words);
  }

  /** Messages 0 to 7: vector i then holds their words i, and after them their words i + 8. */
  private static void loadUpper(byte[][] data, int[] offsets, int at, int[] words) {
    IntVector r0 = ByteVector.fromArray(BYTES, data[0], offsets[0] + at).reinterpretAsInts();
    IntVector r1 = ByteVector.fromArray(BYTES, data[1], offsets[1] + at).reinterpretAsInts();
    IntVector r2 = ByteVector.fromArray(BYTES, data[2], offsets[2] + at).reinterpretAsInts();
    IntVector r3 = ByteVector.fromArray(BYTES, data[3], offsets[3] + at).reinterpretAsInts();
    IntVector r4 = ByteVector.fromArray(BYTES, data[4], offsets[4] + at).reinterpretAsInts();
    IntVector r5 = ByteVector.fromArray(BYTES, data[5], offsets[5] + at).reinterpretAsInts();
    IntVector r6 = ByteVector.fromArray(BYTES, data[6], offsets[6] + at).reinterpretAsInts();
    IntVector r7 = ByteVector.fromArray(BYTES, data[7], offsets[7] + at).reinterpretAsInts();
    IntVector s0 = LOW_4.selectFrom(r0, r4);
    IntVector s4 = HIGH_4.selectFrom(r0, r4);
    IntVector s1 = LOW_4.selectFrom(r1, r5);
    IntVector s5 = HIGH_4.selectFrom(r1, r5);
    IntVector s2 = LOW_4.selectFrom(r2, r6);
    IntVector s6 = HIGH_4.selectFrom(r2, r6);
    IntVector s3 = LOW_4.selectFrom(r3, r7);
    IntVector s7 = HIGH_4.selectFrom(r3, r7);
    r0 = LOW_2.selectFrom(s0, s2);
    r2 = HIGH_2.selectFrom(s0, s2);
    r1 = LOW_2.selectFrom(s1, s3);
    r3 = HIGH_2.selectFrom(s1, s3);
    r4 = LOW_2.selectFrom(s4, s6);
    r6 = HIGH_2.selectFrom(s4, s6);
    r5 = LOW_2.selectFrom(s5, s7);
    r7 = HIGH_2.selectFrom(s5, s7);
    LOW_1.selectFrom(r0, r1).lanewise(REVERSE_BYTES).intoArray(words, 0);
    HIGH_1.selectFrom(r0, r1).lanewise(REVERSE_BYTES).intoArray(words, LANES);
    LOW_1.selectFrom(r2, r3).lanewise(REVERSE_BYTES).intoArray(words, 2 * LANES);
    HIGH_1.selectFrom(r2, r3).lanewise(REVERSE_BYTES).intoArray(words, 3 * LANES);
    LOW_1.selectFrom(r4, r5).lanewise(REVERSE_BYTES).intoArray(words, 4 * LANES);
    HIGH_1.selectFrom(r4, r5).lanewise(REVERSE_BYTES).intoArray(words, 5 * LANES);
    LOW_1.selectFrom(r6, r7).lanewise(REVERSE_BYTES).intoArray(words, 6 * LANES);
    HIGH_1.selectFrom(r6, r7).lanewise(REVERSE_BYTES).intoArray(words, 7 * LANES);
  }

  /** Messages 8 to 15 in the same way, and then the stage of 8 with what the others left. */
  private static void loadLower(byte[][] data, int[] offsets, int at, int[] words) {
    IntVector r0 = ByteVector.fromArray(BYTES, data[8], offsets[8] + at).reinterpretAsInts();
    IntVector r1 = ByteVector.fromArray(BYTES, data[9], offsets[9] + at).reinterpretAsInts();
    IntVector r2 = ByteVector.fromArray(BYTES, data[10], offsets[10] + at).reinterpretAsInts();
    IntVector r3 = ByteVector.fromArray(BYTES, data[11], offsets[11] + at).reinterpretAsInts();
    IntVector r4 = ByteVector.fromArray(BYTES, data[12], offsets[12] + at).reinterpretAsInts();
    IntVector r5 = ByteVector.fromArray(BYTES, data[13], offsets[13] + at).reinterpretAsInts();
    IntVector r6 = ByteVector.fromArray(BYTES, data[14], offsets[14] + at).reinterpretAsInts();
    IntVector r7 = ByteVector.fromArray(BYTES, data[15], offsets[15] + at).reinterpretAsInts();
    IntVector s0 = LOW_4.selectFrom(r0, r4);
    IntVector s4 = HIGH_4.selectFrom(r0, r4);
    IntVector s1 = LOW_4.selectFrom(r1, r5);
    IntVector s5 = HIGH_4.selectFrom(r1, r5);
    IntVector s2 = LOW_4.selectFrom(r2, r6);
    IntVector s6 = HIGH_4.selectFrom(r2, r6);
    IntVector s3 = LOW_4.selectFrom(r3, r7);
    IntVector s7 = HIGH_4.selectFrom(r3, r7);
    r0 = LOW_2.selectFrom(s0, s2);
    r2 = HIGH_2.selectFrom(s0, s2);
    r1 = LOW_2.selectFrom(s1, s3);
    r3 = HIGH_2.selectFrom(s1, s3);
    r4 = LOW_2.selectFrom(s4, s6);
    r6 = HIGH_2.selectFrom(s4, s6);
    r5 = LOW_2.selectFrom(s5, s7);
    r7 = HIGH_2.selectFrom(s5, s7);
    s0 = LOW_1.selectFrom(r0, r1).lanewise(REVERSE_BYTES);
    s1 = HIGH_1.selectFrom(r0, r1).lanewise(REVERSE_BYTES);
    s2 = LOW_1.selectFrom(r2, r3).lanewise(REVERSE_BYTES);
    s3 = HIGH_1.selectFrom(r2, r3).lanewise(REVERSE_BYTES);
    s4 = LOW_1.selectFrom(r4, r5).lanewise(REVERSE_BYTES);
    s5 = HIGH_1.selectFrom(r4, r5).lanewise(REVERSE_BYTES);
    s6 = LOW_1.selectFrom(r6, r7).lanewise(REVERSE_BYTES);
    s7 = HIGH_1.selectFrom(r6, r7).lanewise(REVERSE_BYTES);
    IntVector u0 = IntVector.fromArray(INTS, words, 0);
    LOW_8.selectFrom(u0, s0).intoArray(words, 0);
    HIGH_8.selectFrom(u0, s0).intoArray(words, 8 * LANES);
    IntVector u1 = IntVector.fromArray(INTS, words, LANES);
    LOW_8.selectFrom(u1, s1).intoArray(words, LANES);
    HIGH_8.selectFrom(u1, s1).intoArray(words, 9 * LANES);
    IntVector u2 = IntVector.fromArray(INTS, words, 2 * LANES);
    LOW_8.selectFrom(u2, s2).intoArray(words, 2 * LANES);
    HIGH_8.selectFrom(u2, s2).intoArray(words, 10 * LANES);
    IntVector u3 = IntVector.fromArray(INTS, words, 3 * LANES);
    LOW_8.selectFrom(u3, s3).intoArray(words, 3 * LANES);
    HIGH_8.selectFrom(u3, s3).intoArray(words, 11 * LANES);
    IntVector u4 = IntVector.fromArray(INTS, words, 4 * LANES);
    LOW_8.selectFrom(u4, s4).intoArray(words, 4 * LANES);
    HIGH_8.selectFrom(u4, s4).intoArray(words, 12 * LANES);
    IntVector u5 = IntVector.fromArray(INTS, words, 5 * LANES);
    LOW_8.selectFrom(u5, s5).intoArray(words, 5 * LANES);
    HIGH_8.selectFrom(u5, s5).intoArray(words, 13 * LANES);
    IntVector u6 = IntVector.fromArray(INTS, words, 6 * LANES);
    LOW_8.selectFrom(u6, s6).intoArray(words, 6 * LANES);
    HIGH_8.selectFrom(u6, s6).intoArray(words, 14 * LANES);
    IntVector u7 = IntVector.fromArray(INTS, words, 7 * LANES);
    LOW_8.selectFrom(u7, s7).intoArray(words, 7 * LANES);
    HIGH_8.selectFrom(u7, s7).intoArray(words, 15 * LANES);
  }

  private LaneWords() {}
}
