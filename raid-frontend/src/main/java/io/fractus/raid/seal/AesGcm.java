// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** AES-256-GCM of the JDK, which every JDK has. Stateless. */
final class AesGcm {
  /** Bytes of the nonce for which GCM needs no extra hash. */
  static final int NONCE = 12;

  /** Bytes of the tag: the full length. */
  static final int TAG = 16;

  static final int TAG_BITS = TAG * Byte.SIZE;

  private AesGcm() {}

  static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES-GCM", e);
    }
  }
}
