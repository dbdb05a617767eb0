// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import java.util.random.RandomGenerator;

/** The key of one object: 32 random bytes that are never printed. Immutable and thread-safe. */
public final class DataKey {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private DataKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A new key.
   *
   * @param random a secure source, that is a {@link java.security.SecureRandom} outside of tests
   */
  public static DataKey random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new DataKey(bytes);
  }

  /**
   * The key of these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static DataKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a data key has 32 bytes, not " + bytes.length);
    }
    return new DataKey(bytes.clone());
  }

  /** A copy of the key's 32 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Says that this is a key, and nothing about it. */
  @Override
  public String toString() {
    return "DataKey[secret]";
  }
}
