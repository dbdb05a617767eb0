// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.BodyCheck;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** That a body is what a checksum in a header or a trailer says. Not thread-safe. */
final class ChecksumCheck implements BodyCheck {
  private final ChecksumAlgorithm algorithm;
  private final ChecksumAlgorithm.Running running;
  private final Supplier<@Nullable String> expected;

  /**
   * @param expected in base64, asked for at the end of the body, when trailers are known
   */
  ChecksumCheck(ChecksumAlgorithm algorithm, Supplier<@Nullable String> expected) {
    this.algorithm = algorithm;
    this.running = algorithm.start();
    this.expected = expected;
  }

  /** Throws {@link IllegalArgumentException} if it is not the base64 of such a checksum. */
  static byte[] decode(ChecksumAlgorithm algorithm, String text) {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the value of " + algorithm.header() + " is not base64", e);
    }
    int width = algorithm.start().value().length;
    if (decoded.length != width) {
      throw new IllegalArgumentException(
          "the value of %s has %d bytes in place of %d"
              .formatted(algorithm.header(), decoded.length, width));
    }
    return decoded;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    running.update(bytes, offset, length);
  }

  @Override
  public void verify() throws BodyException {
    String given = expected.get();
    if (given == null) {
      throw new BodyException(
          Reason.BAD_TRAILER,
          "the trailer " + algorithm.header() + " was announced and is missing");
    }
    byte[] wanted;
    try {
      wanted = decode(algorithm, given);
    } catch (IllegalArgumentException e) {
      throw new BodyException(Reason.BAD_TRAILER, String.valueOf(e.getMessage()), e);
    }
    byte[] actual = running.value();
    if (!MessageDigest.isEqual(wanted, actual)) {
      throw new BodyException(
          Reason.BAD_CHECKSUM,
          "the body received has "
              + algorithm.header()
              + " "
              + Base64.getEncoder().encodeToString(actual)
              + ", the request says "
              + given.strip());
    }
  }
}
