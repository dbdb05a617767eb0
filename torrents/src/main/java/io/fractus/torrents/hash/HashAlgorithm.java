// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash of FIPS 180-4 that exists in lanes: of v1 torrents, or of v2 torrents. */
public enum HashAlgorithm {
  /** Of the pieces of v1 torrents. Sixteen lanes cost what 5 to 6 messages cost the JDK. */
  SHA_1("SHA-1", 20, 6),

  /** Of the leaves of v2 torrents. Sixteen lanes cost what 8 to 9 messages cost the JDK. */
  SHA_256("SHA-256", 32, 10);

  private final String jdkName;
  private final int bytes;
  private final int lanesMin;

  HashAlgorithm(String jdkName, int bytes, int lanesMin) {
    this.jdkName = jdkName;
    this.bytes = bytes;
    this.lanesMin = lanesMin;
  }

  /** Bytes of a hash. */
  public int bytes() {
    return bytes;
  }

  /** The name that the JDK knows it by. */
  public String jdkName() {
    return jdkName;
  }

  /** Fewest messages for which sixteen lanes, most of them idle, are faster than the JDK. */
  int lanesMin() {
    return lanesMin;
  }

  /** 32-bit words of the state. */
  int words() {
    return bytes / Integer.BYTES;
  }

  /** The state before the first block, word by word. */
  int[] initial() {
    return switch (this) {
      case SHA_1 -> new int[] {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
      case SHA_256 ->
          new int[] {
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
            0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
          };
    };
  }

  MessageDigest jdk() {
    try {
      return MessageDigest.getInstance(jdkName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + jdkName, e);
    }
  }

  /** The lanes of this algorithm. Call only where {@link VectorShape} may be loaded. */
  BlockLanes lanes() {
    return switch (this) {
      case SHA_1 -> new Sha1Lanes();
      case SHA_256 -> new Sha256Lanes();
    };
  }
}
