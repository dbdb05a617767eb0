// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that a client keeps and brings along with each request, as S3's SSE-C has it. It is never
 * stored and never printed; what is made of it says nothing about it. Immutable and thread-safe.
 */
public final class CustomerKey {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  private static final String MAC = "HmacSHA256";
  private static final int ETAG_BYTES = 16;

  private final SecretKeySpec key;

  private CustomerKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, MAC);
  }

  /**
   * The key of these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static CustomerKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key of a client has 32 bytes, not " + bytes.length);
    }
    return new CustomerKey(bytes);
  }

  /** A key of 32 bytes for one purpose, from this one. */
  public byte[] derive(String purpose, byte[] salt, byte[] context) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      mac.update(salt);
      mac.update(context);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  /**
   * The ETag of what is sealed with this key, from the MD5 of it, which would tell who guesses the
   * bytes that the guess is right.
   *
   * @param id of the object or part
   */
  public String etag(String md5, byte[] id) {
    byte[] mac = derive("fractus etag", HexFormat.of().parseHex(md5), id);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, ETAG_BYTES));
  }

  /** Says that this is a key, and nothing about it. */
  @Override
  public String toString() {
    return "CustomerKey[secret]";
  }
}
