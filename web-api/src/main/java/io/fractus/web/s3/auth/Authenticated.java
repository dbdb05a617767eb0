// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.RequestBody;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** A request whose signature holds; its body is still to be checked. Not thread-safe. */
public final class Authenticated {
  private final SignedWith with;
  private final byte[] signingKey;

  Authenticated(SignedWith with, byte[] signingKey) {
    this.with = with;
    this.signingKey = signingKey;
  }

  /**
   * Opens the body as it was signed: unframed, checked while it is read.
   *
   * @throws S3Exception if the headers contradict each other
   */
  public CheckedBody openBody(HttpServletRequest request) throws IOException {
    return openBody(request, true);
  }

  /**
   * The same.
   *
   * @param withChecksums whether headers with checksums are of the body
   */
  public CheckedBody openBody(HttpServletRequest request, boolean withChecksums)
      throws IOException {
    return new SignedBody(RequestToVerify.of(request), with, signingKey)
        .open(new RequestBody(request), withChecksums);
  }
}
