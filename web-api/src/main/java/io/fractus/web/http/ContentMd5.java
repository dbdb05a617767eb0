// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Content-MD5 header. Stateless. */
public final class ContentMd5 {
  private static final int BYTES = 16;

  private ContentMd5() {}

  /**
   * The check that the header asks for, if it is there.
   *
   * @throws IllegalArgumentException if it is not the base64 of 16 bytes
   */
  public static Optional<BodyCheck> check(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    byte[] expected = Base64.getDecoder().decode(header.strip());
    if (expected.length != BYTES) {
      throw new IllegalArgumentException(
          "Content-MD5 is the base64 of 16 bytes, this has " + expected.length);
    }
    return Optional.of(
        BodyCheck.digest(newDigest("MD5"), expected, BodyException.Reason.BAD_MD5, "MD5"));
  }

  /** A digest that every JDK has. */
  public static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
