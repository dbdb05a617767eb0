// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.hash.HashKernels.Choice;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LaneDigestTest {
  private static final byte GUARD = 0x5a;

  static Stream<Arguments> kernels() {
    return Stream.of(HashAlgorithm.values())
        .flatMap(
            algorithm -> Stream.of(Choice.values()).map(choice -> Arguments.of(algorithm, choice)));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void digest_lengthsAtTheEdges_areThoseOfTheJdk(HashAlgorithm algorithm, Choice choice) {
    LaneDigest digest = new LaneDigest(algorithm, choice);
    Random random = new Random(1);
    int[] lengths = {0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 192};
    for (int length : lengths) {
      check(algorithm, digest, random, length, 16);
      check(algorithm, digest, random, length, algorithm.lanesMin());
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void digest_anyLengthCountAndAlignment_isThatOfTheJdk(HashAlgorithm algorithm, Choice choice) {
    long seed = System.nanoTime();
    LaneDigest digest = new LaneDigest(algorithm, choice);
    Random random = new Random(seed);
    for (int i = 0; i < 150; i++) {
      int count = 1 + random.nextInt(64);
      try {
        check(algorithm, digest, random, random.nextInt(1_001), count);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void digest_longMessages_areThoseOfTheJdk(HashAlgorithm algorithm, Choice choice) {
    LaneDigest digest = new LaneDigest(algorithm, choice);
    Random random = new Random(2);
    check(algorithm, digest, random, 64 << 10, 19);
    check(algorithm, digest, random, (64 << 10) + 17, 16);
    check(algorithm, digest, random, 1 << 20, 16);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void digest_manyLanesOfOneArray_areThoseOfTheJdk(HashAlgorithm algorithm, Choice choice) {
    byte[] bytes = new byte[3_000];
    new Random(3).nextBytes(bytes);
    byte[][] data = new byte[32][];
    int[] offsets = new int[32];
    Arrays.fill(data, bytes);
    Arrays.setAll(offsets, i -> i * 61);
    byte[] out = new byte[32 * algorithm.bytes()];

    new LaneDigest(algorithm, choice).digest(data, offsets, 1_000, 32, out, 0);

    for (int i = 0; i < 32; i++) {
      assertThat(hash(out, 0, i, algorithm))
          .isEqualTo(expected(algorithm, bytes, offsets[i], 1_000));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void digest_whatDoesNotFit_isRefusedAndNothingWritten(HashAlgorithm algorithm, Choice choice) {
    LaneDigest digest = new LaneDigest(algorithm, choice);
    byte[][] data = new byte[16][100];
    int[] offsets = new int[16];
    byte[] out = new byte[16 * algorithm.bytes()];
    offsets[15] = 1;
    assertThatThrownBy(() -> digest.digest(data, offsets, 100, 16, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    offsets[15] = -1;
    assertThatThrownBy(() -> digest.digest(data, offsets, 100, 16, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digest.digest(data, offsets, -1, 15, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digest.digest(data, offsets, 100, 15, out, algorithm.bytes() + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digest.digest(data, offsets, 10, 17, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(out).containsOnly(0);

    digest.digest(data, offsets, 100, 0, out, out.length);
    digest.digest(data, offsets, 100, 15, out, algorithm.bytes());
    assertThat(hash(out, algorithm.bytes(), 14, algorithm))
        .isEqualTo(expected(algorithm, data[0], 0, 100));
  }

  /** Messages at any place between guards, and hashes between guards. */
  private static void check(
      HashAlgorithm algorithm, LaneDigest digest, Random random, int length, int count) {
    byte[][] data = new byte[count][];
    byte[][] before = new byte[count][];
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = random.nextInt(70);
      data[i] = new byte[offsets[i] + length + random.nextInt(3)];
      random.nextBytes(data[i]);
      before[i] = data[i].clone();
    }
    int outOffset = random.nextInt(70);
    int end = outOffset + count * algorithm.bytes();
    byte[] out = new byte[end + 70];
    Arrays.fill(out, GUARD);

    digest.digest(data, offsets, length, count, out, outOffset);

    for (int i = 0; i < count; i++) {
      assertThat(hash(out, outOffset, i, algorithm))
          .as("message %d of %d of %d bytes", i, count, length)
          .isEqualTo(expected(algorithm, data[i], offsets[i], length));
      assertThat(Arrays.equals(data[i], before[i])).as("message %d is as it was", i).isTrue();
    }
    assertThat(Arrays.copyOf(out, outOffset)).matches(LaneDigestTest::isGuard);
    assertThat(Arrays.copyOfRange(out, end, out.length)).matches(LaneDigestTest::isGuard);
  }

  private static boolean isGuard(byte[] bytes) {
    for (byte b : bytes) {
      if (b != GUARD) {
        return false;
      }
    }
    return true;
  }

  private static byte[] hash(byte[] out, int outOffset, int message, HashAlgorithm algorithm) {
    int from = outOffset + message * algorithm.bytes();
    return Arrays.copyOfRange(out, from, from + algorithm.bytes());
  }

  private static byte[] expected(HashAlgorithm algorithm, byte[] bytes, int offset, int length) {
    MessageDigest digest = algorithm.jdk();
    digest.update(bytes, offset, length);
    return digest.digest();
  }
}
