// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A digest of many messages of equal length: sixteen at once where {@link HashKernels} says so and
 * enough of them are there, one by one with the JDK otherwise. A call allocates nothing. An
 * instance holds scratch and is not thread-safe.
 */
public final class LaneDigest {
  private static final int LANES = BlockLanes.LANES;

  private final HashAlgorithm algorithm;
  private final MessageDigest jdk;
  private final @Nullable LaneHasher hasher;
  private final int[] state;

  /** A digest by the kernel that is current now; a later change does not reach it. */
  public LaneDigest(HashAlgorithm algorithm) {
    this(algorithm, HashKernels.current(algorithm));
  }

  LaneDigest(HashAlgorithm algorithm, HashKernels.Choice choice) {
    this.algorithm = algorithm;
    this.jdk = algorithm.jdk();
    this.hasher = choice == HashKernels.Choice.LANES ? new LaneHasher(algorithm) : null;
    this.state = hasher == null ? new int[0] : hasher.state();
  }

  /** Whether messages are hashed sixteen at a time, so that it pays to bring that many. */
  public boolean isInLanes() {
    return hasher != null;
  }

  /**
   * Hashes messages of equal length.
   *
   * @param data message i begins at {@code data[i][offsets[i]]}; not changed
   * @param length bytes of every message, 0 or more
   * @param count messages, 0 or more
   * @param out takes {@code count} hashes, one after the other, from {@code outOffset} on
   * @throws IndexOutOfBoundsException if a message or the hashes do not fit; nothing is written
   */
  public void digest(
      byte[][] data, int[] offsets, int length, int count, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(0, count, Math.min(data.length, offsets.length));
    Objects.checkFromIndexSize(outOffset, Math.multiplyExact(count, algorithm.bytes()), out.length);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsets[i], length, data[i].length);
    }
    int done = 0;
    while (done < count) {
      int group = Math.min(LANES, count - done);
      int at = outOffset + done * algorithm.bytes();
      if (hasher != null && group >= algorithm.lanesMin()) {
        inLanes(hasher, data, offsets, done, length, group, out, at);
      } else {
        oneByOne(data, offsets, done, length, group, out, at);
      }
      done += group;
    }
  }

  private void inLanes(
      LaneHasher lanes,
      byte[][] data,
      int[] offsets,
      int from,
      int length,
      int group,
      byte[] out,
      int outOffset) {
    int rest = length % BlockLanes.BLOCK;
    lanes.begin(state);
    lanes.update(state, data, offsets, from, group, length / BlockLanes.BLOCK);
    lanes.end(state, data, offsets, from, group, length - rest, rest, length);
    for (int lane = 0; lane < group; lane++) {
      lanes.write(state, lane, out, outOffset + lane * algorithm.bytes());
    }
  }

  private void oneByOne(
      byte[][] data, int[] offsets, int from, int length, int group, byte[] out, int outOffset) {
    for (int i = 0; i < group; i++) {
      jdk.update(data[from + i], offsets[from + i], length);
      write(jdk, out, outOffset + i * algorithm.bytes(), algorithm.bytes());
    }
  }

  /** Ends a digest of the JDK into an array, without one of its own. */
  static void write(MessageDigest digest, byte[] out, int outOffset, int bytes) {
    try {
      digest.digest(out, outOffset, bytes);
    } catch (DigestException e) {
      throw new IllegalStateException("the hash did not fit, though it was given its room", e);
    }
  }
}
