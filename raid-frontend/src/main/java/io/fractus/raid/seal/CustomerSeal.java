// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals a data key with a key that is used once, so that its nonce is all zeros. Stateless. */
final class CustomerSeal {
  private CustomerSeal() {}

  static byte[] seal(byte[] plain, byte[] onceUsed) {
    try {
      return start(Cipher.ENCRYPT_MODE, onceUsed).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal with a key of a client", e);
    }
  }

  /** Empty if it was sealed with another key. */
  static Optional<byte[]> open(byte[] sealed, byte[] onceUsed) {
    try {
      return Optional.of(start(Cipher.DECRYPT_MODE, onceUsed).doFinal(sealed));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open with a key of a client", e);
    }
  }

  private static Cipher start(int mode, byte[] key) throws GeneralSecurityException {
    Cipher cipher = AesGcm.newCipher();
    cipher.init(
        mode,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(AesGcm.TAG_BITS, new byte[AesGcm.NONCE]));
    return cipher;
  }
}
