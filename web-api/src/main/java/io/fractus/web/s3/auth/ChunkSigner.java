// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.platform.Secrets;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;

/**
 * The chain of signatures through a chunked body: each signs the one before it. Not thread-safe.
 */
final class ChunkSigner {
  private static final String CHUNK = "AWS4-HMAC-SHA256-PAYLOAD";
  private static final String TRAILER = "AWS4-HMAC-SHA256-TRAILER";

  private final byte[] signingKey;
  private final String timestamp;
  private final String scope;
  private String previous;

  /**
   * @param seed the signature of the request's head
   */
  ChunkSigner(byte[] signingKey, String timestamp, CredentialScope scope, String seed) {
    this.signingKey = signingKey;
    this.timestamp = timestamp;
    this.scope = scope.text();
    this.previous = seed;
  }

  /**
   * @param sha256 of the chunk's bytes, in hexadecimal
   */
  void verifyChunk(String signature, String sha256) throws BodyException {
    verify(
        signature,
        String.join("\n", CHUNK, timestamp, scope, previous, SigV4.EMPTY_SHA256, sha256));
  }

  /**
   * @param trailer each as {@code name:value} and a line feed
   */
  void verifyTrailer(String signature, String trailer) throws BodyException {
    verify(
        signature, String.join("\n", TRAILER, timestamp, scope, previous, SigV4.sha256(trailer)));
  }

  private void verify(String signature, String toSign) throws BodyException {
    String expected = SigV4.signature(signingKey, toSign);
    if (!Secrets.matches(signature, expected)) {
      throw new BodyException(
          Reason.BAD_SIGNATURE,
          "the signature of a chunk of the body, or of its trailer, is wrong");
    }
    previous = expected;
  }
}
