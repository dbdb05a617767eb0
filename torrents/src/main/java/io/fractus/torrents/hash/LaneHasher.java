// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The hashes of up to sixteen messages of equal length that grow in steps, whole blocks at a time.
 * An instance holds scratch and nothing of a message, so one serves any number of states. Not
 * thread-safe.
 */
final class LaneHasher {
  private static final int LANES = BlockLanes.LANES;
  private static final int BLOCK = BlockLanes.BLOCK;
  private static final VarHandle BIG_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BIG_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NOTHING = new byte[0];
  private static final int[] STARTS = new int[LANES];

  private final HashAlgorithm algorithm;
  private final int[] initial;
  private final BlockLanes lanes;
  private final byte[][] data = new byte[LANES][];
  private final int[] offsets = new int[LANES];

  /** What is left after the last whole block of each lane, and its padding: two blocks at most. */
  private final byte[][] tails = new byte[LANES][2 * BLOCK];

  LaneHasher(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.initial = algorithm.initial();
    this.lanes = algorithm.lanes();
    forget();
  }

  /** A state for sixteen messages; {@link #begin} makes it ready. */
  int[] state() {
    return new int[algorithm.words() * LANES];
  }

  /** Sets every lane to the beginning of a message. */
  void begin(int[] state) {
    for (int word = 0; word < algorithm.words(); word++) {
      Arrays.fill(state, word * LANES, (word + 1) * LANES, initial[word]);
    }
  }

  /**
   * Adds whole blocks to the first messages of a state.
   *
   * @param source message i has its blocks at {@code source[from + i][starts[from + i]]}
   * @param count messages, 1 to 16; the lanes above are undefined from here on
   */
  void update(int[] state, byte[][] source, int[] starts, int from, int count, int blocks) {
    for (int lane = 0; lane < LANES; lane++) {
      int message = from + Math.min(lane, count - 1);
      data[lane] = source[message];
      offsets[lane] = starts[message];
    }
    lanes.compress(state, data, offsets, blocks);
    forget();
  }

  /** No bytes of a caller are kept from being collected. */
  private void forget() {
    Arrays.fill(data, NOTHING);
  }

  /**
   * Ends the first messages of a state.
   *
   * @param skip bytes of this step that {@link #update} has already taken: whole blocks
   * @param rest bytes after them, 0 to 63
   * @param length bytes of every message from its beginning to its end
   */
  void end(
      int[] state,
      byte[][] source,
      int[] starts,
      int from,
      int count,
      int skip,
      int rest,
      long length) {
    int blocks = rest + 1 + Long.BYTES <= BLOCK ? 1 : 2;
    for (int lane = 0; lane < count; lane++) {
      byte[] tail = tails[lane];
      if (rest > 0) {
        System.arraycopy(source[from + lane], starts[from + lane] + skip, tail, 0, rest);
      }
      tail[rest] = (byte) 0x80;
      Arrays.fill(tail, rest + 1, blocks * BLOCK - Long.BYTES, (byte) 0);
      BIG_LONG.set(tail, blocks * BLOCK - Long.BYTES, length * Byte.SIZE);
    }
    lanes.compress(state, tails, STARTS, blocks);
  }

  /** Writes the hash of one ended lane. */
  void write(int[] state, int lane, byte[] out, int outOffset) {
    for (int word = 0; word < algorithm.words(); word++) {
      BIG_INT.set(out, outOffset + word * Integer.BYTES, state[word * LANES + lane]);
    }
  }
}
