// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

/**
 * The headers of encryption: everything is sealed with AES-256 here, asked for or not, and with the
 * key of a client besides if there is one. Stateless.
 */
final class Encryption {
  static final String HEADER = "x-amz-server-side-encryption";
  static final String AES256 = "AES256";

  private Encryption() {}

  /**
   * Throws {@link S3Exception} if another encryption is asked for than there is: who names a key of
   * a key service must not believe that it is used.
   *
   * @param keysInTheOpen whether keys of clients are taken where others could read them
   */
  static void check(HttpServletRequest http, boolean keysInTheOpen) {
    boolean customer = false;
    for (String given : Collections.list(http.getHeaderNames())) {
      String name = given.toLowerCase(Locale.ROOT);
      customer |=
          name.startsWith(CustomerKeys.PREFIX) || name.startsWith(CustomerKeys.SOURCE_PREFIX);
      if (name.startsWith(HEADER + "-aws-kms") || name.startsWith(HEADER + "-bucket-key")) {
        throw kms();
      }
    }
    if (customer) {
      checkKeys(http, keysInTheOpen);
    }
    String asked = http.getHeader(HEADER);
    if (asked != null && asked.startsWith("aws:kms")) {
      throw kms();
    }
    if (asked != null && !asked.equals(AES256)) {
      throw new S3Exception(
          S3Error.INVALID_ENCRYPTION_ALGORITHM, HEADER + " must be " + AES256 + ", is " + asked);
    }
  }

  private static void checkKeys(HttpServletRequest http, boolean inTheOpen) {
    requireSafe(http, inTheOpen);
    var _ = CustomerKeys.ofSource(http);
    if (CustomerKeys.of(http::getHeader).isPresent() && http.getHeader(HEADER) != null) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "Server Side Encryption with Customer provided key is incompatible with the encryption"
              + " method specified");
    }
  }

  /** Throws {@link S3Exception} if a key came where others could have read it. */
  static void requireSafe(HttpServletRequest http, boolean inTheOpen) {
    if (!inTheOpen && !isSafe(http.isSecure(), http.getRemoteAddr())) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "Requests specifying Server Side Encryption with Customer provided keys must be made"
              + " over a secure connection.");
    }
  }

  /**
   * Whether nobody else could read what came.
   *
   * @param address of the client, in digits: nothing is looked up
   */
  static boolean isSafe(boolean tls, String address) {
    try {
      return tls || InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static S3Exception kms() {
    return new S3Exception(S3Error.NOT_IMPLEMENTED, "there is no key service (aws:kms) here");
  }

  /** Says how what a request put is sealed. */
  static void write(HttpServletRequest http, HttpServletResponse response) {
    write(http::getHeader, response);
  }

  /** The same of a form. */
  static void write(HeaderSource fields, HttpServletResponse response) {
    headers(CustomerKeys.of(fields).isPresent(), fields).forEach(response::setHeader);
  }

  /**
   * How an object is sealed, in the headers of an answer.
   *
   * @param customer whether with a key of a client, which is that of the request
   */
  static Map<String, String> headers(boolean customer, HeaderSource request) {
    return customer ? CustomerKeys.answer(request) : Map.of(HEADER, AES256);
  }
}
