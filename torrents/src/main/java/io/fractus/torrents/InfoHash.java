// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The SHA-1 of a torrent's info dictionary: the name of a bit and of its swarm (BEP 3). Immutable
 * and ordered by unsigned bytes.
 */
public final class InfoHash implements Comparable<InfoHash> {
  /** Bytes in an infohash. */
  public static final int BYTES = 20;

  private final byte[] bytes;

  private InfoHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies an infohash of exactly {@value #BYTES} bytes.
   *
   * @throws IllegalArgumentException if the length is another
   */
  public static InfoHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "an infohash has " + BYTES + " bytes, this has " + bytes.length);
    }
    return new InfoHash(bytes.clone());
  }

  /**
   * Reads 40 hexadecimal digits of either case.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static InfoHash parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "an infohash has " + 2 * BYTES + " hexadecimal digits, this has " + hex.length());
    }
    return new InfoHash(HexFormat.of().parseHex(hex));
  }

  /** Hashes the exact bytes of an info dictionary. */
  public static InfoHash ofInfo(byte[] info) {
    try {
      return new InfoHash(MessageDigest.getInstance("SHA-1").digest(info));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** A copy of the {@value #BYTES} bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(InfoHash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InfoHash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The 40 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
