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
   * d apart, the words whose index has bit d for those whose index has not. The stages of 8 and 4
   * touch only rows of the same index modulo 4, those of 2 and 1 only rows of the same quarter, so
   * two passes of four rows at a time do the same with few registers and short methods.
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
    for (int i = 0; i < 4; i++) {
      IntVector a = ByteVector.fromArray(BYTES, data[i], offsets[i] + at).reinterpretAsInts();
      IntVector b =
          ByteVector.fromArray(BYTES, data[i + 4], offsets[i + 4] + at).reinterpretAsInts();
      IntVector c =
          ByteVector.fromArray(BYTES, data[i + 8], offsets[i + 8] + at).reinterpretAsInts();
      IntVector d =
          ByteVector.fromArray(BYTES, data[i + 12], offsets[i + 12] + at).reinterpretAsInts();
      IntVector lowA = LOW_8.selectFrom(a, c);
      IntVector lowB = LOW_8.selectFrom(b, d);
      IntVector highA = HIGH_8.selectFrom(a, c);
      IntVector highB = HIGH_8.selectFrom(b, d);
      LOW_4.selectFrom(lowA, lowB).intoArray(words, i * LANES);
      HIGH_4.selectFrom(lowA, lowB).intoArray(words, (i + 4) * LANES);
      LOW_4.selectFrom(highA, highB).intoArray(words, (i + 8) * LANES);
      HIGH_4.selectFrom(highA, highB).intoArray(words, (i + 12) * LANES);
    }
    exchangeInQuarters(words);
  }

  private static void exchangeInQuarters(int[] words) {
    for (int i = 0; i < LANES * LANES; i += 4 * LANES) {
      IntVector a = IntVector.fromArray(INTS, words, i).lanewise(REVERSE_BYTES);
      IntVector b = IntVector.fromArray(INTS, words, i + LANES).lanewise(REVERSE_BYTES);
      IntVector c = IntVector.fromArray(INTS, words, i + 2 * LANES).lanewise(REVERSE_BYTES);
      IntVector d = IntVector.fromArray(INTS, words, i + 3 * LANES).lanewise(REVERSE_BYTES);
      IntVector lowA = LOW_2.selectFrom(a, c);
      IntVector lowB = LOW_2.selectFrom(b, d);
      IntVector highA = HIGH_2.selectFrom(a, c);
      IntVector highB = HIGH_2.selectFrom(b, d);
      LOW_1.selectFrom(lowA, lowB).intoArray(words, i);
      HIGH_1.selectFrom(lowA, lowB).intoArray(words, i + LANES);
      LOW_1.selectFrom(highA, highB).intoArray(words, i + 2 * LANES);
      HIGH_1.selectFrom(highA, highB).intoArray(words, i + 3 * LANES);
    }
  }

  private LaneWords() {}
}
