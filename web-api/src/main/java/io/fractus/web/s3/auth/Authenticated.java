// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.accounts.Caller;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.RequestBody;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A request of which is known who makes it; its body is still to be checked. Not thread-safe. */
public final class Authenticated {
  /** What policies call the only kind of signature that there is here. */
  public static final String SIGNATURE_VERSION = SigV4.ALGORITHM;

  private final Caller caller;
  private final String payloadHash;
  private final Supplier<Optional<ChunkSigner>> signer;
  private final Optional<Presigner> presigner;
  private final Optional<SignedWith> with;

  private Authenticated(
      Caller caller,
      String payloadHash,
      Supplier<Optional<ChunkSigner>> signer,
      Optional<Presigner> presigner,
      Optional<SignedWith> with) {
    this.caller = caller;
    this.payloadHash = payloadHash;
    this.signer = signer;
    this.presigner = presigner;
    this.with = with;
  }

  static Authenticated signed(Caller caller, SignedWith with, byte[] signingKey) {
    return new Authenticated(
        caller,
        with.payloadHash(),
        () ->
            Optional.of(
                new ChunkSigner(signingKey, with.timestamp(), with.scope(), with.signature())),
        Optional.of(new Presigner(with, signingKey)),
        Optional.of(with));
  }

  /** A body may be hashed all the same. */
  static Authenticated anonymous(RequestToVerify request) {
    return new Authenticated(
        Caller.ANONYMOUS,
        request.header("x-amz-content-sha256").map(String::strip).orElse(SigV4.UNSIGNED),
        Optional::empty,
        Optional.empty(),
        Optional.empty());
  }

  /** Who makes it. */
  public Caller caller() {
    return caller;
  }

  /** When it was signed, if it was. */
  public Optional<Instant> signedAt() {
    return with.map(SignedWith::signedAt);
  }

  /** Whether it is a link that was signed before. */
  public boolean presigned() {
    return with.filter(SignedWith::presigned).isPresent();
  }

  /** Makes links in the caller's name; nobody can who has no key. */
  public Optional<Presigner> presigner() {
    return presigner;
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
    return openBody(RequestToVerify.of(request), new RequestBody(request), withChecksums);
  }

  CheckedBody openBody(RequestToVerify request, InputStream raw, boolean withChecksums) {
    return new SignedBody(request, payloadHash, signer.get()).open(raw, withChecksums);
  }
}
