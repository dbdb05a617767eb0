// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import io.fractus.platform.KeyFile;
import io.fractus.platform.Passphrase;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
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
 * What a client has a key for is wrapped with that first, so that neither opens it alone:
 *
 * <pre>
 * wrapped | version, 2 | id of the key-encryption key, 8 | nonce, 12 | sealed | tag, 16 |
 * sealed  | salt, 16 | ciphertext, 32 | tag, 16 |, with a key made of the client's and the salt
 * </pre>
 *
 * The inner tag tells a wrong key. Nonces are random: 2^32 objects under one key file keep the
 * chance of a repeated one below 2^-32.
 */
public final class KeyRing {
  /** Bytes of a wrapped key. */
  public static final int WRAPPED_LENGTH = 69;

  private static final byte VERSION = 1;
  private static final byte CUSTOMER = 2;
  private static final int SALT = 16;
  private static final String PURPOSE = "fractus customer key";
  private static final int ID = 8;
  private static final int HEADER = 1 + ID;

  private final String source;
  private final SecretKeySpec key;
  private final byte[] header;
  private final byte[] customerHeader;
  private final RandomGenerator random;

  private KeyRing(String source, byte[] key, RandomGenerator random) {
    this.source = source;
    this.key = new SecretKeySpec(key, "AES");
    this.header = ByteBuffer.allocate(HEADER).put(VERSION).put(id(key)).array();
    this.customerHeader = ByteBuffer.allocate(HEADER).put(CUSTOMER).put(id(key)).array();
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
    return seal(header, dataKey.bytes(), context);
  }

  /** The same, so that a client's key is needed as well to unwrap it, if there is one. */
  public byte[] wrap(DataKey dataKey, Optional<CustomerKey> customer, byte[] context) {
    if (customer.isEmpty()) {
      return wrap(dataKey, context);
    }
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    byte[] inner = CustomerSeal.seal(dataKey.bytes(), derived(customer.get(), salt, context));
    return seal(
        customerHeader,
        ByteBuffer.allocate(SALT + inner.length).put(salt).put(inner).array(),
        context);
  }

  private byte[] seal(byte[] head, byte[] plain, byte[] context) {
    byte[] nonce = new byte[AesGcm.NONCE];
    random.nextBytes(nonce);
    int from = HEADER + nonce.length;
    byte[] wrapped = Arrays.copyOf(head, from + plain.length + AesGcm.TAG_BITS / Byte.SIZE);
    System.arraycopy(nonce, 0, wrapped, HEADER, nonce.length);
    try {
      Cipher cipher = start(Cipher.ENCRYPT_MODE, head, nonce, context);
      cipher.doFinal(plain, 0, plain.length, wrapped, from);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot wrap a key", e);
    }
  }

  private static byte[] derived(CustomerKey customer, byte[] salt, byte[] context) {
    return customer.derive(PURPOSE, salt, context);
  }

  /** Whether a client's key is needed to unwrap a key. */
  public static boolean isOfCustomer(byte[] wrapped) {
    return wrapped.length > WRAPPED_LENGTH && wrapped[0] == CUSTOMER;
  }

  /** Throws {@link SealException} unless a key was wrapped here, with a client's or without. */
  public void check(byte[] wrapped, byte[] context) {
    byte[] _ = open(isOfCustomer(wrapped) ? customerHeader : header, wrapped, context);
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
    return DataKey.of(open(header, wrapped, context));
  }

  /**
   * The key that was wrapped, with a client's or without.
   *
   * @throws StoreException CUSTOMER_KEY_MISMATCH if a client's key is missing or there was none,
   *     CUSTOMER_KEY_WRONG if it is another
   */
  public DataKey unwrap(byte[] wrapped, Optional<CustomerKey> customer, byte[] context) {
    if (isOfCustomer(wrapped) != customer.isPresent()) {
      throw new StoreException(
          Code.CUSTOMER_KEY_MISMATCH,
          customer.isPresent()
              ? "it was stored without a key of a client (SSE-C): leave the key out"
              : "it was stored with a key of a client (SSE-C): give the same key");
    }
    if (customer.isEmpty()) {
      return unwrap(wrapped, context);
    }
    ByteBuffer sealed = ByteBuffer.wrap(open(customerHeader, wrapped, context));
    byte[] salt = new byte[SALT];
    byte[] inner = new byte[sealed.remaining() - SALT];
    sealed.get(salt).get(inner);
    return DataKey.of(
        CustomerSeal.open(inner, derived(customer.get(), salt, context))
            .orElseThrow(() ->
                new StoreException(
                    Code.CUSTOMER_KEY_WRONG, "it was stored with another key of a client")));
  }

  private byte[] open(byte[] head, byte[] wrapped, byte[] context) {
    if (wrapped.length < WRAPPED_LENGTH || wrapped[0] != head[0]) {
      throw new SealException(
          "the wrapped key has %d bytes and is of version %d, and only %d is known here"
              .formatted(wrapped.length, wrapped.length == 0 ? 0 : wrapped[0], head[0]));
    }
    if (!Arrays.equals(wrapped, 1, HEADER, head, 1, HEADER)) {
      throw new SealException(source + " is not the one that sealed this object");
    }
    try {
      byte[] nonce = Arrays.copyOfRange(wrapped, HEADER, HEADER + AesGcm.NONCE);
      int from = HEADER + AesGcm.NONCE;
      Cipher cipher = start(Cipher.DECRYPT_MODE, head, nonce, context);
      return cipher.doFinal(wrapped, from, wrapped.length - from);
    } catch (AEADBadTagException e) {
      throw new SealException("the wrapped key was changed or belongs to another object", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot unwrap a key", e);
    }
  }

  private Cipher start(int mode, byte[] head, byte[] nonce, byte[] context)
      throws GeneralSecurityException {
    Cipher cipher = AesGcm.newCipher();
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_BITS, nonce));
    cipher.updateAAD(head);
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
