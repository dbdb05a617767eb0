// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Bytes to store and to compare. Stateless. */
final class Bytes {
  private static final int BUFFER = 1 << 20;

  private Bytes() {}

  /** Random bytes that a seed gives again. */
  static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** A file of random bytes that a seed gives again. */
  static void writeRandom(Path file, long seed, long length) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= buffer.length) {
        random.nextBytes(buffer);
        out.write(buffer, 0, (int) Math.min(left, buffer.length));
      }
    }
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** Fails with the place of the first difference, not with the bytes. */
  static void assertSame(String what, byte[] actual, byte[] expected) {
    int at = Arrays.mismatch(actual, expected);
    if (at >= 0) {
      throw new AssertionError(
          "%s: %d bytes, expected %d, the first difference at %d"
              .formatted(what, actual.length, expected.length, at));
    }
  }

  static void assertSame(Path actual, Path expected) throws IOException {
    long at = Files.mismatch(actual, expected);
    if (at >= 0) {
      throw new AssertionError(actual + " differs from what was put, first at byte " + at);
    }
  }
}
