// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import io.fractus.platform.KeyFile;
import io.fractus.platform.Passphrase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps the keys of objects with a key-encryption key, from a key file or a passphrase. Thread-safe
 * if its random source is.
 *
 * <pre>
 * wrapped | version, 1 | id of the key-encryption key, 8 | nonce, 12 | ciphertext, 32 | tag, 16 |
 * AAD     | version, 1 | id of the key-encryption key, 8 | context |
 * </pre>
 *
 * Nonces are random: 2^32 objects under one key file keep the chance of a repeated one below 2^-32.
 */
public final class KeyRing {
  /** Bytes of a wrapped key. */
  public static final int WRAPPED_LENGTH = 69;

  private static final byte VERSION = 1;
  private static final int ID = 8;
  private static final int HEADER = 1 + ID;

  private final String source;
  private final SecretKeySpec key;
  private final byte[] header;
  private final RandomGenerator random;

  private KeyRing(String source, byte[] key, RandomGenerator random) {
    this.source = source;
    this.key = new SecretKeySpec(key, "AES");
    this.header = ByteBuffer.allocate(HEADER).put(VERSION).put(id(key)).array();
    this.random = random;
  }

  /**
   * The key ring of a key file, which is made (mode 0600, a new key) if it is not there. One
   * process at a time may do so: the caller holds the lock of the data directory.
   *
   * @param random a secure source, that is a {@link java.security.SecureRandom} outside of tests
   * @throws IOException if the file cannot be read or written, holds no key, or may be read or
   *     written by others than its owner
   */
  public static KeyRing loadOrCreate(Path file, RandomGenerator random) throws IOException {
    return new KeyRing("the key file " + file, KeyFile.loadOrCreate(file, random), random);
  }

  /**
   * The key ring of a passphrase. Whether it is the right one shows when it first unwraps a key:
   * call {@link #unwrap} with a key that is known before trusting it with new ones.
   *
   * @param saltFile holds what makes the key with the passphrase; made if it is not there
   * @param random a secure source, that is a {@link java.security.SecureRandom} outside of tests
   * @throws IOException if the salt file cannot be read or written, or is damaged
   */
  public static KeyRing ofPassphrase(Path saltFile, Passphrase passphrase, RandomGenerator random)
      throws IOException {
    return new KeyRing(
        "the passphrase with the salt in " + saltFile,
        passphrase.stretch(saltFile, random),
        random);
  }

  /**
   * A key in a form that may be stored.
   *
   * @param context what the key belongs to, such as the object's id; not stored in the wrapped key
   * @return {@link #WRAPPED_LENGTH} bytes
   */
  public byte[] wrap(DataKey dataKey, byte[] context) {
    byte[] nonce = new byte[AesGcm.NONCE];
    random.nextBytes(nonce);
    byte[] wrapped = Arrays.copyOf(header, WRAPPED_LENGTH);
    System.arraycopy(nonce, 0, wrapped, HEADER, nonce.length);
    try {
      Cipher cipher = start(Cipher.ENCRYPT_MODE, nonce, context);
      cipher.doFinal(dataKey.bytes(), 0, DataKey.LENGTH, wrapped, HEADER + nonce.length);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot wrap a key", e);
    }
  }

  /**
   * The key that was wrapped.
   *
   * @param context the one given to {@link #wrap}
   * @throws SealException if it was wrapped with another key file or context, or was changed
   */
  public DataKey unwrap(byte[] wrapped, byte[] context) {
    if (wrapped.length != WRAPPED_LENGTH) {
      throw new SealException(
          "a wrapped key has %d bytes, not %d".formatted(WRAPPED_LENGTH, wrapped.length));
    }
    if (wrapped[0] != VERSION) {
      throw new SealException(
          "the wrapped key has version %d, and only %d is known here"
              .formatted(wrapped[0], VERSION));
    }
    if (!Arrays.equals(wrapped, 1, HEADER, header, 1, HEADER)) {
      throw new SealException(source + " is not the one that sealed this object");
    }
    try {
      byte[] nonce = Arrays.copyOfRange(wrapped, HEADER, HEADER + AesGcm.NONCE);
      int from = HEADER + AesGcm.NONCE;
      Cipher cipher = start(Cipher.DECRYPT_MODE, nonce, context);
      return DataKey.of(cipher.doFinal(wrapped, from, wrapped.length - from));
    } catch (AEADBadTagException e) {
      throw new SealException("the wrapped key was changed or belongs to another object", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot unwrap a key", e);
    }
  }

  private Cipher start(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
    Cipher cipher = AesGcm.newCipher();
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_BITS, nonce));
    cipher.updateAAD(header);
    cipher.updateAAD(context);
    return cipher;
  }

  /** What tells key files apart and says nothing about the key. */
  private static byte[] id(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("fractus key id".getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(digest.digest(key), ID);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
