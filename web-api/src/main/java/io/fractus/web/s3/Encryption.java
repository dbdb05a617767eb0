// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The headers of encryption: everything is sealed with AES-256 here, asked for or not. Stateless.
 */
final class Encryption {
  static final String HEADER = "x-amz-server-side-encryption";
  static final String AES256 = "AES256";

  /** Keys of clients, with a put, a read, or the source of a copy. */
  private static final List<String> CUSTOMER =
      List.of(HEADER + "-customer-", "x-amz-copy-source-server-side-encryption-customer-");

  private Encryption() {}

  /**
   * Throws {@link S3Exception} if another encryption is asked for than there is: who names a key of
   * their own, or of a key service, must not believe that it is used.
   */
  static void check(HttpServletRequest http) {
    for (String given : Collections.list(http.getHeaderNames())) {
      String name = given.toLowerCase(Locale.ROOT);
      if (CUSTOMER.stream().anyMatch(name::startsWith)) {
        throw new S3Exception(
            S3Error.NOT_IMPLEMENTED, "keys of clients (SSE-C) are not taken here: " + name);
      }
      if (name.startsWith(HEADER + "-aws-kms") || name.startsWith(HEADER + "-bucket-key")) {
        throw kms();
      }
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

  private static S3Exception kms() {
    return new S3Exception(S3Error.NOT_IMPLEMENTED, "there is no key service (aws:kms) here");
  }

  static void write(HttpServletResponse response) {
    response.setHeader(HEADER, AES256);
  }
}
