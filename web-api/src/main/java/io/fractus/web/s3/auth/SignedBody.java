// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_DIGEST;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;
import static io.fractus.web.s3.error.S3Error.MISSING_CONTENT_LENGTH;

import io.fractus.web.http.BodyCheck;
import io.fractus.web.http.BodyException.Reason;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.ContentMd5;
import io.fractus.web.s3.error.S3Exception;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A body by what was signed in place of it: its SHA-256, nothing, or a chain of chunks with or
 * without a trailer. Stateless but for the request it is of.
 */
final class SignedBody {
  private static final String STREAMING = "STREAMING-";
  private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_CHUNKS_TRAILER = SIGNED_CHUNKS + "-TRAILER";
  private static final String UNSIGNED_CHUNKS_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final int LENGTH_DIGITS_MAX = 18;

  private final RequestToVerify request;
  private final String payloadHash;
  private final Optional<ChunkSigner> signer;

  /**
   * A body that is still to be read.
   *
   * @param payloadHash what was signed in its place
   * @param signer of its chunks; empty if the request is not signed
   */
  SignedBody(RequestToVerify request, String payloadHash, Optional<ChunkSigner> signer) {
    this.request = request;
    this.payloadHash = payloadHash;
    this.signer = signer;
  }

  /** Throws {@link S3Exception} if the headers contradict each other. */
  CheckedBody open(InputStream raw, boolean withChecksums) {
    List<BodyCheck> checks = new ArrayList<>(headerChecks(withChecksums));
    if (!payloadHash.startsWith(STREAMING)) {
      sha256Check().ifPresent(checks::add);
      return new CheckedBody(raw, length("content-length"), checks);
    }
    AwsChunkedInputStream chunks =
        switch (payloadHash) {
          case SIGNED_CHUNKS -> new AwsChunkedInputStream(raw, signer(), false, "");
          case SIGNED_CHUNKS_TRAILER -> new AwsChunkedInputStream(raw, signer(), true, announced());
          case UNSIGNED_CHUNKS_TRAILER -> new AwsChunkedInputStream(raw, null, true, announced());
          default ->
              throw new S3Exception(
                  INVALID_ARGUMENT, "this value of x-amz-content-sha256 is not supported");
        };
    trailerCheck(chunks.trailers()).ifPresent(checks::add);
    OptionalLong length = length("x-amz-decoded-content-length");
    if (length.isEmpty()) {
      throw new S3Exception(
          MISSING_CONTENT_LENGTH, "a chunked body needs x-amz-decoded-content-length");
    }
    return new CheckedBody(chunks, length, checks);
  }

  /** The trailer that the head of the request tells of, or nothing. */
  private String announced() {
    return request.header("x-amz-trailer").orElse("").strip().toLowerCase(Locale.ROOT);
  }

  private ChunkSigner signer() {
    return signer.orElseThrow(
        () -> new S3Exception(INVALID_REQUEST, "the chunks are signed and the request is not"));
  }

  private List<BodyCheck> headerChecks(boolean withChecksums) {
    List<BodyCheck> checks = new ArrayList<>();
    try {
      ContentMd5.check(request.header("content-md5").orElse(null)).ifPresent(checks::add);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_DIGEST, "Content-MD5 is not the base64 of an MD5", e);
    }
    if (!withChecksums) {
      return checks;
    }
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      request.header(algorithm.header()).ifPresent(value -> checks.add(check(algorithm, value)));
    }
    return checks;
  }

  /** Of a header, which can be refused before the body is sent. */
  private static BodyCheck check(ChecksumAlgorithm algorithm, String value) {
    try {
      byte[] _ = ChecksumCheck.decode(algorithm, value);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
    return new ChecksumCheck(algorithm, () -> value);
  }

  private Optional<BodyCheck> sha256Check() {
    String hash = payloadHash.toLowerCase(Locale.ROOT);
    if (payloadHash.equals(SigV4.UNSIGNED)) {
      return Optional.empty();
    }
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new S3Exception(
          INVALID_ARGUMENT,
          "x-amz-content-sha256 must be the SHA-256 of the body, UNSIGNED-PAYLOAD or STREAMING-…");
    }
    return Optional.of(
        BodyCheck.digest(
            ContentMd5.newDigest("SHA-256"),
            HexFormat.of().parseHex(hash),
            Reason.BAD_SHA256,
            "SHA-256"));
  }

  private Optional<BodyCheck> trailerCheck(Map<String, String> trailers) {
    String name = announced();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    ChecksumAlgorithm algorithm =
        ChecksumAlgorithm.ofHeader(name)
            .orElseThrow(() ->
                new S3Exception(
                    INVALID_REQUEST, "x-amz-trailer names '" + name + "', no checksum known"));
    return Optional.of(new ChecksumCheck(algorithm, () -> value(trailers, name)));
  }

  private static @Nullable String value(Map<String, String> trailers, String name) {
    return trailers.get(name);
  }

  private OptionalLong length(String header) {
    Optional<String> value = request.header(header);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    String digits = value.get().strip();
    if (!digits.matches("\\d{1," + LENGTH_DIGITS_MAX + "}")) {
      throw new S3Exception(INVALID_ARGUMENT, header + " is not a number of bytes");
    }
    return OptionalLong.of(Long.parseLong(digits));
  }
}
