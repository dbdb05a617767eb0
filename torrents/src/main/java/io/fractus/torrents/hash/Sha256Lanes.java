// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** SHA-256 of sixteen messages; what {@link Sha1Lanes} says of the JIT holds here as well. */
final class Sha256Lanes implements BlockLanes {
  private static final VectorSpecies<Integer> INTS = LaneWords.INTS;
  private static final int ROUNDS = 64;
  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  /** Where the state rests after the first sixteen rounds. */
  private static final int RESTING = ROUNDS * LANES;

  private final int[] words = new int[(ROUNDS + 8) * LANES];

  @Override
  public void compress(int[] state, byte[][] data, int[] offsets, int blocks) {
    for (int i = 0; i < blocks; i++) {
      LaneWords.load(data, offsets, i * BLOCK, words);
      first(state, words);
      rest(state, words);
    }
  }

  /** Rounds 0 to 15, from the state to where it rests. */
  private static void first(int[] state, int[] words) {
    IntVector a = IntVector.fromArray(INTS, state, 0);
    IntVector b = IntVector.fromArray(INTS, state, LANES);
    IntVector c = IntVector.fromArray(INTS, state, 2 * LANES);
    IntVector d = IntVector.fromArray(INTS, state, 3 * LANES);
    IntVector e = IntVector.fromArray(INTS, state, 4 * LANES);
    IntVector f = IntVector.fromArray(INTS, state, 5 * LANES);
    IntVector g = IntVector.fromArray(INTS, state, 6 * LANES);
    IntVector h = IntVector.fromArray(INTS, state, 7 * LANES);
    for (int t = 0; t < 16 * LANES; t += 2 * LANES) {
      h = h.add(IntVector.fromArray(INTS, words, t)).add(K[t / LANES]);
      h = h.add(g.bitwiseBlend(f, e));
      IntVector x = e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11));
      h = h.add(x.lanewise(XOR, e.lanewise(ROR, 25)));
      d = d.add(h);
      h = h.add(a.bitwiseBlend(c, a.lanewise(XOR, b)));
      x = a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13));
      h = h.add(x.lanewise(XOR, a.lanewise(ROR, 22)));
      g = g.add(IntVector.fromArray(INTS, words, t + LANES)).add(K[t / LANES + 1]);
      g = g.add(f.bitwiseBlend(e, d));
      x = d.lanewise(ROR, 6).lanewise(XOR, d.lanewise(ROR, 11));
      g = g.add(x.lanewise(XOR, d.lanewise(ROR, 25)));
      c = c.add(g);
      g = g.add(h.bitwiseBlend(b, h.lanewise(XOR, a)));
      x = h.lanewise(ROR, 2).lanewise(XOR, h.lanewise(ROR, 13));
      g = g.add(x.lanewise(XOR, h.lanewise(ROR, 22)));
      x = g;
      IntVector last = h;
      h = f;
      g = e;
      f = d;
      e = c;
      d = b;
      c = a;
      b = last;
      a = x;
    }
    a.intoArray(words, RESTING);
    b.intoArray(words, RESTING + LANES);
    c.intoArray(words, RESTING + 2 * LANES);
    d.intoArray(words, RESTING + 3 * LANES);
    e.intoArray(words, RESTING + 4 * LANES);
    f.intoArray(words, RESTING + 5 * LANES);
    g.intoArray(words, RESTING + 6 * LANES);
    h.intoArray(words, RESTING + 7 * LANES);
  }

  /** Rounds 16 to 63, each with the making of its word. */
  private static void rest(int[] state, int[] words) {
    IntVector a = IntVector.fromArray(INTS, words, RESTING);
    IntVector b = IntVector.fromArray(INTS, words, RESTING + LANES);
    IntVector c = IntVector.fromArray(INTS, words, RESTING + 2 * LANES);
    IntVector d = IntVector.fromArray(INTS, words, RESTING + 3 * LANES);
    IntVector e = IntVector.fromArray(INTS, words, RESTING + 4 * LANES);
    IntVector f = IntVector.fromArray(INTS, words, RESTING + 5 * LANES);
    IntVector g = IntVector.fromArray(INTS, words, RESTING + 6 * LANES);
    IntVector h = IntVector.fromArray(INTS, words, RESTING + 7 * LANES);
    IntVector y = IntVector.fromArray(INTS, words, 14 * LANES);
    IntVector z = IntVector.fromArray(INTS, words, 15 * LANES);
    for (int t = 16 * LANES; t < ROUNDS * LANES; t += 2 * LANES) {
      IntVector x = y.lanewise(ROR, 17).lanewise(XOR, y.lanewise(ROR, 19));
      y = x.lanewise(XOR, y.lanewise(LSHR, 10));
      y = y.add(IntVector.fromArray(INTS, words, t - 16 * LANES));
      y = y.add(IntVector.fromArray(INTS, words, t - 7 * LANES));
      x = IntVector.fromArray(INTS, words, t - 15 * LANES);
      IntVector v = x.lanewise(ROR, 7).lanewise(XOR, x.lanewise(ROR, 18));
      y = y.add(v.lanewise(XOR, x.lanewise(LSHR, 3)));
      y.intoArray(words, t);
      h = h.add(y).add(K[t / LANES]);
      h = h.add(g.bitwiseBlend(f, e));
      x = e.lanewise(ROR, 6).lanewise(XOR, e.lanewise(ROR, 11));
      h = h.add(x.lanewise(XOR, e.lanewise(ROR, 25)));
      d = d.add(h);
      h = h.add(a.bitwiseBlend(c, a.lanewise(XOR, b)));
      x = a.lanewise(ROR, 2).lanewise(XOR, a.lanewise(ROR, 13));
      h = h.add(x.lanewise(XOR, a.lanewise(ROR, 22)));
      x = z.lanewise(ROR, 17).lanewise(XOR, z.lanewise(ROR, 19));
      z = x.lanewise(XOR, z.lanewise(LSHR, 10));
      z = z.add(IntVector.fromArray(INTS, words, t - 15 * LANES));
      z = z.add(IntVector.fromArray(INTS, words, t - 6 * LANES));
      x = IntVector.fromArray(INTS, words, t - 14 * LANES);
      IntVector w = x.lanewise(ROR, 7).lanewise(XOR, x.lanewise(ROR, 18));
      z = z.add(w.lanewise(XOR, x.lanewise(LSHR, 3)));
      z.intoArray(words, t + LANES);
      g = g.add(z).add(K[t / LANES + 1]);
      g = g.add(f.bitwiseBlend(e, d));
      x = d.lanewise(ROR, 6).lanewise(XOR, d.lanewise(ROR, 11));
      g = g.add(x.lanewise(XOR, d.lanewise(ROR, 25)));
      c = c.add(g);
      g = g.add(h.bitwiseBlend(b, h.lanewise(XOR, a)));
      x = h.lanewise(ROR, 2).lanewise(XOR, h.lanewise(ROR, 13));
      g = g.add(x.lanewise(XOR, h.lanewise(ROR, 22)));
      x = g;
      IntVector last = h;
      h = f;
      g = e;
      f = d;
      e = c;
      d = b;
      c = a;
      b = last;
      a = x;
    }
    a.add(IntVector.fromArray(INTS, state, 0)).intoArray(state, 0);
    b.add(IntVector.fromArray(INTS, state, LANES)).intoArray(state, LANES);
    c.add(IntVector.fromArray(INTS, state, 2 * LANES)).intoArray(state, 2 * LANES);
    d.add(IntVector.fromArray(INTS, state, 3 * LANES)).intoArray(state, 3 * LANES);
    e.add(IntVector.fromArray(INTS, state, 4 * LANES)).intoArray(state, 4 * LANES);
    f.add(IntVector.fromArray(INTS, state, 5 * LANES)).intoArray(state, 5 * LANES);
    g.add(IntVector.fromArray(INTS, state, 6 * LANES)).intoArray(state, 6 * LANES);
    h.add(IntVector.fromArray(INTS, state, 7 * LANES)).intoArray(state, 7 * LANES);
  }
}
