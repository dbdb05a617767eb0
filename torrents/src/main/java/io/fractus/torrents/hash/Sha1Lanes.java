// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** SHA-1 of sixteen messages, one in each 32-bit lane of 512-bit registers. */
final class Sha1Lanes implements BlockLanes {
  /*
   * What the JIT makes of it decides. Every method here holds fewer than about 250 vector
   * operations: beyond that the first compiler runs out of virtual registers, and a method may stay
   * in its slowest code for good. No vector leaves a method, so none is ever boxed. Each of choose,
   * parity and majority becomes one vpternlogd, and the code is bound by the two ports that take
   * 512-bit integers: 752 operations of the rounds and 80 of the transposition for 1,024 bytes.
   */
  private static final VectorSpecies<Integer> INTS = LaneWords.INTS;
  private static final int ROUNDS = 80;
  private static final int K_CHOOSE = 0x5a827999;
  private static final int K_PARITY = 0x6ed9eba1;
  private static final int K_MAJORITY = 0x8f1bbcdc;
  private static final int K_PARITY_2 = 0xca62c1d6;

  /** Where the state rests between the halves. */
  private static final int HALFWAY = ROUNDS * LANES;

  private final int[] words = new int[(ROUNDS + 5) * LANES];

  @Override
  public void compress(int[] state, byte[][] data, int[] offsets, int blocks) {
    for (int i = 0; i < blocks; i++) {
      LaneWords.load(data, offsets, i * BLOCK, words);
      schedule(words);
      firstHalf(state, words);
      secondHalf(state, words);
    }
  }

  /** Makes the words 16 to 79 of the sixteen loaded ones. */
  private static void schedule(int[] words) {
    IntVector w0 = IntVector.fromArray(INTS, words, 0);
    IntVector w1 = IntVector.fromArray(INTS, words, LANES);
    IntVector w2 = IntVector.fromArray(INTS, words, 2 * LANES);
    IntVector w3 = IntVector.fromArray(INTS, words, 3 * LANES);
    IntVector w4 = IntVector.fromArray(INTS, words, 4 * LANES);
    IntVector w5 = IntVector.fromArray(INTS, words, 5 * LANES);
    IntVector w6 = IntVector.fromArray(INTS, words, 6 * LANES);
    IntVector w7 = IntVector.fromArray(INTS, words, 7 * LANES);
    IntVector w8 = IntVector.fromArray(INTS, words, 8 * LANES);
    IntVector w9 = IntVector.fromArray(INTS, words, 9 * LANES);
    IntVector w10 = IntVector.fromArray(INTS, words, 10 * LANES);
    IntVector w11 = IntVector.fromArray(INTS, words, 11 * LANES);
    IntVector w12 = IntVector.fromArray(INTS, words, 12 * LANES);
    IntVector w13 = IntVector.fromArray(INTS, words, 13 * LANES);
    IntVector w14 = IntVector.fromArray(INTS, words, 14 * LANES);
    IntVector w15 = IntVector.fromArray(INTS, words, 15 * LANES);
    for (int t = 16 * LANES; t < ROUNDS * LANES; t += 16 * LANES) {
      w0 = w13.lanewise(XOR, w8).lanewise(XOR, w2).lanewise(XOR, w0).lanewise(ROL, 1);
      w0.intoArray(words, t);
      w1 = w14.lanewise(XOR, w9).lanewise(XOR, w3).lanewise(XOR, w1).lanewise(ROL, 1);
      w1.intoArray(words, t + LANES);
      w2 = w15.lanewise(XOR, w10).lanewise(XOR, w4).lanewise(XOR, w2).lanewise(ROL, 1);
      w2.intoArray(words, t + 2 * LANES);
      w3 = w0.lanewise(XOR, w11).lanewise(XOR, w5).lanewise(XOR, w3).lanewise(ROL, 1);
      w3.intoArray(words, t + 3 * LANES);
      w4 = w1.lanewise(XOR, w12).lanewise(XOR, w6).lanewise(XOR, w4).lanewise(ROL, 1);
      w4.intoArray(words, t + 4 * LANES);
      w5 = w2.lanewise(XOR, w13).lanewise(XOR, w7).lanewise(XOR, w5).lanewise(ROL, 1);
      w5.intoArray(words, t + 5 * LANES);
      w6 = w3.lanewise(XOR, w14).lanewise(XOR, w8).lanewise(XOR, w6).lanewise(ROL, 1);
      w6.intoArray(words, t + 6 * LANES);
      w7 = w4.lanewise(XOR, w15).lanewise(XOR, w9).lanewise(XOR, w7).lanewise(ROL, 1);
      w7.intoArray(words, t + 7 * LANES);
      w8 = w5.lanewise(XOR, w0).lanewise(XOR, w10).lanewise(XOR, w8).lanewise(ROL, 1);
      w8.intoArray(words, t + 8 * LANES);
      w9 = w6.lanewise(XOR, w1).lanewise(XOR, w11).lanewise(XOR, w9).lanewise(ROL, 1);
      w9.intoArray(words, t + 9 * LANES);
      w10 = w7.lanewise(XOR, w2).lanewise(XOR, w12).lanewise(XOR, w10).lanewise(ROL, 1);
      w10.intoArray(words, t + 10 * LANES);
      w11 = w8.lanewise(XOR, w3).lanewise(XOR, w13).lanewise(XOR, w11).lanewise(ROL, 1);
      w11.intoArray(words, t + 11 * LANES);
      w12 = w9.lanewise(XOR, w4).lanewise(XOR, w14).lanewise(XOR, w12).lanewise(ROL, 1);
      w12.intoArray(words, t + 12 * LANES);
      w13 = w10.lanewise(XOR, w5).lanewise(XOR, w15).lanewise(XOR, w13).lanewise(ROL, 1);
      w13.intoArray(words, t + 13 * LANES);
      w14 = w11.lanewise(XOR, w6).lanewise(XOR, w0).lanewise(XOR, w14).lanewise(ROL, 1);
      w14.intoArray(words, t + 14 * LANES);
      w15 = w12.lanewise(XOR, w7).lanewise(XOR, w1).lanewise(XOR, w15).lanewise(ROL, 1);
      w15.intoArray(words, t + 15 * LANES);
    }
  }

  /** Rounds 0 to 39, from the state to the resting place. */
  private static void firstHalf(int[] state, int[] words) {
    IntVector a = IntVector.fromArray(INTS, state, 0);
    IntVector b = IntVector.fromArray(INTS, state, LANES);
    IntVector c = IntVector.fromArray(INTS, state, 2 * LANES);
    IntVector d = IntVector.fromArray(INTS, state, 3 * LANES);
    IntVector e = IntVector.fromArray(INTS, state, 4 * LANES);
    IntVector k = IntVector.broadcast(INTS, K_CHOOSE);
    for (int t = 0; t < 20 * LANES; t += 5 * LANES) {
      e = e.add(IntVector.fromArray(INTS, words, t)).add(k).add(a.lanewise(ROL, 5));
      e = e.add(d.bitwiseBlend(c, b));
      b = b.lanewise(ROL, 30);
      d = d.add(IntVector.fromArray(INTS, words, t + LANES)).add(k).add(e.lanewise(ROL, 5));
      d = d.add(c.bitwiseBlend(b, a));
      a = a.lanewise(ROL, 30);
      c = c.add(IntVector.fromArray(INTS, words, t + 2 * LANES)).add(k).add(d.lanewise(ROL, 5));
      c = c.add(b.bitwiseBlend(a, e));
      e = e.lanewise(ROL, 30);
      b = b.add(IntVector.fromArray(INTS, words, t + 3 * LANES)).add(k).add(c.lanewise(ROL, 5));
      b = b.add(a.bitwiseBlend(e, d));
      d = d.lanewise(ROL, 30);
      a = a.add(IntVector.fromArray(INTS, words, t + 4 * LANES)).add(k).add(b.lanewise(ROL, 5));
      a = a.add(e.bitwiseBlend(d, c));
      c = c.lanewise(ROL, 30);
    }
    k = IntVector.broadcast(INTS, K_PARITY);
    for (int t = 20 * LANES; t < 40 * LANES; t += 5 * LANES) {
      e = e.add(IntVector.fromArray(INTS, words, t)).add(k).add(a.lanewise(ROL, 5));
      e = e.add(b.lanewise(XOR, c).lanewise(XOR, d));
      b = b.lanewise(ROL, 30);
      d = d.add(IntVector.fromArray(INTS, words, t + LANES)).add(k).add(e.lanewise(ROL, 5));
      d = d.add(a.lanewise(XOR, b).lanewise(XOR, c));
      a = a.lanewise(ROL, 30);
      c = c.add(IntVector.fromArray(INTS, words, t + 2 * LANES)).add(k).add(d.lanewise(ROL, 5));
      c = c.add(e.lanewise(XOR, a).lanewise(XOR, b));
      e = e.lanewise(ROL, 30);
      b = b.add(IntVector.fromArray(INTS, words, t + 3 * LANES)).add(k).add(c.lanewise(ROL, 5));
      b = b.add(d.lanewise(XOR, e).lanewise(XOR, a));
      d = d.lanewise(ROL, 30);
      a = a.add(IntVector.fromArray(INTS, words, t + 4 * LANES)).add(k).add(b.lanewise(ROL, 5));
      a = a.add(c.lanewise(XOR, d).lanewise(XOR, e));
      c = c.lanewise(ROL, 30);
    }
    a.intoArray(words, HALFWAY);
    b.intoArray(words, HALFWAY + LANES);
    c.intoArray(words, HALFWAY + 2 * LANES);
    d.intoArray(words, HALFWAY + 3 * LANES);
    e.intoArray(words, HALFWAY + 4 * LANES);
  }

  /** Rounds 40 to 79, from the resting place; their sum with the state is the new state. */
  private static void secondHalf(int[] state, int[] words) {
    IntVector a = IntVector.fromArray(INTS, words, HALFWAY);
    IntVector b = IntVector.fromArray(INTS, words, HALFWAY + LANES);
    IntVector c = IntVector.fromArray(INTS, words, HALFWAY + 2 * LANES);
    IntVector d = IntVector.fromArray(INTS, words, HALFWAY + 3 * LANES);
    IntVector e = IntVector.fromArray(INTS, words, HALFWAY + 4 * LANES);
    IntVector k = IntVector.broadcast(INTS, K_MAJORITY);
    for (int t = 40 * LANES; t < 60 * LANES; t += 5 * LANES) {
      e = e.add(IntVector.fromArray(INTS, words, t)).add(k).add(a.lanewise(ROL, 5));
      e = e.add(b.bitwiseBlend(d, b.lanewise(XOR, c)));
      b = b.lanewise(ROL, 30);
      d = d.add(IntVector.fromArray(INTS, words, t + LANES)).add(k).add(e.lanewise(ROL, 5));
      d = d.add(a.bitwiseBlend(c, a.lanewise(XOR, b)));
      a = a.lanewise(ROL, 30);
      c = c.add(IntVector.fromArray(INTS, words, t + 2 * LANES)).add(k).add(d.lanewise(ROL, 5));
      c = c.add(e.bitwiseBlend(b, e.lanewise(XOR, a)));
      e = e.lanewise(ROL, 30);
      b = b.add(IntVector.fromArray(INTS, words, t + 3 * LANES)).add(k).add(c.lanewise(ROL, 5));
      b = b.add(d.bitwiseBlend(a, d.lanewise(XOR, e)));
      d = d.lanewise(ROL, 30);
      a = a.add(IntVector.fromArray(INTS, words, t + 4 * LANES)).add(k).add(b.lanewise(ROL, 5));
      a = a.add(c.bitwiseBlend(e, c.lanewise(XOR, d)));
      c = c.lanewise(ROL, 30);
    }
    k = IntVector.broadcast(INTS, K_PARITY_2);
    for (int t = 60 * LANES; t < ROUNDS * LANES; t += 5 * LANES) {
      e = e.add(IntVector.fromArray(INTS, words, t)).add(k).add(a.lanewise(ROL, 5));
      e = e.add(b.lanewise(XOR, c).lanewise(XOR, d));
      b = b.lanewise(ROL, 30);
      d = d.add(IntVector.fromArray(INTS, words, t + LANES)).add(k).add(e.lanewise(ROL, 5));
      d = d.add(a.lanewise(XOR, b).lanewise(XOR, c));
      a = a.lanewise(ROL, 30);
      c = c.add(IntVector.fromArray(INTS, words, t + 2 * LANES)).add(k).add(d.lanewise(ROL, 5));
      c = c.add(e.lanewise(XOR, a).lanewise(XOR, b));
      e = e.lanewise(ROL, 30);
      b = b.add(IntVector.fromArray(INTS, words, t + 3 * LANES)).add(k).add(c.lanewise(ROL, 5));
      b = b.add(d.lanewise(XOR, e).lanewise(XOR, a));
      d = d.lanewise(ROL, 30);
      a = a.add(IntVector.fromArray(INTS, words, t + 4 * LANES)).add(k).add(b.lanewise(ROL, 5));
      a = a.add(c.lanewise(XOR, d).lanewise(XOR, e));
      c = c.lanewise(ROL, 30);
    }
    a.add(IntVector.fromArray(INTS, state, 0)).intoArray(state, 0);
    b.add(IntVector.fromArray(INTS, state, LANES)).intoArray(state, LANES);
    c.add(IntVector.fromArray(INTS, state, 2 * LANES)).intoArray(state, 2 * LANES);
    d.add(IntVector.fromArray(INTS, state, 3 * LANES)).intoArray(state, 3 * LANES);
    e.add(IntVector.fromArray(INTS, state, 4 * LANES)).intoArray(state, 4 * LANES);
  }
}
