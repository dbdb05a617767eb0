// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.passkey;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a passkey, in whose place it is kept. Immutable. */
final class Fingerprint {
  /* Looking up the provider costs as much as the hash. */
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(Fingerprint::sha256);

  private final byte[] hash;

  private Fingerprint(byte[] hash) {
    this.hash = hash;
  }

  static Fingerprint of(byte[] passkey) {
    return new Fingerprint(DIGEST.get().digest(passkey));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Fingerprint parse(String hex) {
    return new Fingerprint(HexFormat.of().parseHex(hex));
  }

  /** The first eight bytes, to look it up by. */
  long prefix() {
    long prefix = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      prefix = (prefix << 8) | (hash[i] & 0xff);
    }
    return prefix;
  }

  /** Compares in a time that does not tell how much of it is equal. */
  boolean matches(Fingerprint other) {
    return MessageDigest.isEqual(hash, other.hash);
  }
}
