// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Keys that clients bring along, in the headers of SSE-C. Stateless. */
final class CustomerKeys {
  /** What the names of all of them begin with, but those of the source of a copy. */
  static final String PREFIX = Encryption.HEADER + "-customer-";

  /** The same of the source of a copy. */
  static final String SOURCE_PREFIX = "x-amz-copy-source-server-side-encryption-customer-";

  private static final String ALGORITHM = "algorithm";
  private static final String KEY = "key";
  private static final String MD5 = "key-md5";

  private CustomerKeys() {}

  /** The key for what a request puts or reads; throws {@link S3Exception} if it is none. */
  static Optional<CustomerKey> of(HeaderSource headers) {
    return of(headers, PREFIX);
  }

  /** The key of the source of a copy. */
  static Optional<CustomerKey> ofSource(HttpServletRequest http) {
    return of(http::getHeader, SOURCE_PREFIX);
  }

  private static Optional<CustomerKey> of(HeaderSource headers, String prefix) {
    String algorithm = headers.get(prefix + ALGORITHM);
    String key = headers.get(prefix + KEY);
    String md5 = headers.get(prefix + MD5);
    if (algorithm == null && key == null && md5 == null) {
      return Optional.empty();
    }
    if (algorithm == null) {
      throw invalid("must provide a valid encryption algorithm.");
    }
    if (!algorithm.equals(Encryption.AES256)) {
      throw new S3Exception(
          S3Error.INVALID_ENCRYPTION_ALGORITHM,
          "The encryption request you specified is not valid. Supported value: AES256.");
    }
    if (key == null) {
      throw invalid("must provide an appropriate secret key.");
    }
    if (md5 == null) {
      throw invalid("must provide the client calculated MD5 of the secret key.");
    }
    byte[] bytes = decoded(key);
    if (bytes.length != CustomerKey.LENGTH) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "The secret key was invalid for the specified algorithm.");
    }
    if (!MessageDigest.isEqual(md5(bytes), decoded(md5))) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "The calculated MD5 hash of the key did not match the hash that was provided.");
    }
    return Optional.of(CustomerKey.of(bytes));
  }

  private static S3Exception invalid(String what) {
    return new S3Exception(
        S3Error.INVALID_ARGUMENT,
        "Requests specifying Server Side Encryption with Customer provided keys " + what);
  }

  /** Nothing if it is no base64, so that it has another length than it should. */
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /**
   * Opens an object for a request that reads it; throws {@link S3Exception} if its key is missing.
   */
  static void unlock(HttpServletRequest http, ObjectReader reader) {
    unlock(of(http::getHeader), reader);
  }

  /** Opens the source of a copy. */
  static void unlockSource(HttpServletRequest http, ObjectReader reader) {
    unlock(ofSource(http), reader);
  }

  private static void unlock(Optional<CustomerKey> key, ObjectReader reader) {
    key.ifPresent(reader::unlock);
    if (key.isEmpty()) {
      requireNone(reader.info());
    }
  }

  /** Throws {@link S3Exception} if an object cannot be read without a key of a client. */
  static void requireNone(ObjectInfo object) {
    if (object.customerKey()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "The object was stored using a form of Server Side Encryption. The correct parameters"
              + " must be provided to retrieve the object.");
    }
  }

  /** Whether a request brings a key. */
  static boolean isIn(HttpServletRequest http) {
    return http.getHeader(PREFIX + ALGORITHM) != null
        || http.getHeader(PREFIX + KEY) != null
        || http.getHeader(PREFIX + MD5) != null;
  }

  /** What an answer says of the key that was used. */
  static Map<String, String> answer(HeaderSource headers) {
    String md5 = headers.get(PREFIX + MD5);
    return md5 == null
        ? Map.of()
        : Map.of(PREFIX + ALGORITHM, Encryption.AES256, PREFIX + "key-MD5", md5.strip());
  }
}
