// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static io.fractus.web.s3.error.S3Error.ACCESS_DENIED;
import static io.fractus.web.s3.error.S3Error.AUTHORIZATION_HEADER_MALFORMED;
import static io.fractus.web.s3.error.S3Error.AUTHORIZATION_QUERY_MALFORMED;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own signature, in its Authorization header or in its query.
 *
 * @param scope who signed, and for what
 * @param signedHeaders names in lower case
 * @param signature in hexadecimal
 * @param signedAt when
 * @param payloadHash what was signed in place of the body
 * @param lifetime how long a presigned URL is good; empty for a header
 */
record SignedWith(
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    Instant signedAt,
    String payloadHash,
    Optional<Duration> lifetime) {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final String CONTENT_SHA256 = "x-amz-content-sha256";

  /** The time as it is signed. */
  String timestamp() {
    return TIMESTAMP.format(signedAt.atOffset(ZoneOffset.UTC));
  }

  boolean presigned() {
    return lifetime.isPresent();
  }

  /** Whether there is anything that may be meant as a signature. */
  static boolean isIn(RequestToVerify request) {
    return request.query().has("X-Amz-Algorithm")
        || request.query().has(CanonicalRequest.SIGNATURE_PARAMETER)
        || request.query().has("AWSAccessKeyId")
        || request.header("authorization").isPresent();
  }

  /** Throws {@link S3Exception} if there is no signature, or none that is understood. */
  static SignedWith of(RequestToVerify request) {
    // A foreign Authorization header beside a presigned URL is some proxy's business.
    if (request.query().has("X-Amz-Algorithm")) {
      return ofQuery(request);
    }
    String header =
        request
            .header("authorization")
            .orElseThrow(() ->
                new S3Exception(
                    ACCESS_DENIED,
                    request.query().has("AWSAccessKeyId")
                        ? "signature version 2 is not supported; use " + SigV4.ALGORITHM
                        : "the request has a signature that is not complete"));
    if (!header.startsWith(SigV4.ALGORITHM + " ")) {
      throw new S3Exception(
          INVALID_REQUEST, "the authorization mechanism is not supported; use " + SigV4.ALGORITHM);
    }
    return ofHeader(request, header.substring(SigV4.ALGORITHM.length()));
  }

  private static SignedWith ofHeader(RequestToVerify request, String header) {
    Map<String, String> fields = new HashMap<>();
    for (String field : header.split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
      }
    }
    return new SignedWith(
        scope(fields.getOrDefault("Credential", ""), AUTHORIZATION_HEADER_MALFORMED),
        names(required(fields.get("SignedHeaders"), "SignedHeaders")),
        required(fields.get("Signature"), "Signature"),
        signedAt(request),
        payloadHash(request),
        Optional.empty());
  }

  /** Some clients, such as curl before 8, name no hash; without a body it can only be that one. */
  private static String payloadHash(RequestToVerify request) {
    boolean bodiless =
        request.header("content-length").orElse("0").strip().equals("0")
            && request.header("transfer-encoding").isEmpty();
    return request
        .header(CONTENT_SHA256)
        .map(String::strip)
        .or(() -> bodiless ? Optional.of(SigV4.EMPTY_SHA256) : Optional.empty())
        .orElseThrow(() ->
            new S3Exception(
                INVALID_REQUEST,
                "the header "
                    + CONTENT_SHA256
                    + " is missing; if the client cannot hash the body, send "
                    + SigV4.UNSIGNED));
  }

  private static SignedWith ofQuery(RequestToVerify request) {
    RawQuery query = request.query();
    if (!query.get("X-Amz-Algorithm", "").equals(SigV4.ALGORITHM)) {
      throw malformedQuery("X-Amz-Algorithm must be " + SigV4.ALGORITHM);
    }
    CredentialScope scope = scope(query.get("X-Amz-Credential", ""), AUTHORIZATION_QUERY_MALFORMED);
    String payload =
        query
            .first("X-Amz-Content-Sha256")
            .or(() -> request.header(CONTENT_SHA256))
            .orElse(SigV4.UNSIGNED);
    return new SignedWith(
        scope,
        names(query.get("X-Amz-SignedHeaders", "")),
        query.get(CanonicalRequest.SIGNATURE_PARAMETER, ""),
        timestamp(query.get("X-Amz-Date", "")).orElseThrow(() -> malformedQuery("no X-Amz-Date")),
        payload,
        Optional.of(lifetime(query.get("X-Amz-Expires", ""))));
  }

  /** That of a form: its policy says how long it is good. */
  static SignedWith ofForm(Map<String, String> fields) {
    if (!fields.getOrDefault("x-amz-algorithm", "").equals(SigV4.ALGORITHM)) {
      throw new S3Exception(ACCESS_DENIED, "x-amz-algorithm must be " + SigV4.ALGORITHM);
    }
    return new SignedWith(
        scope(fields.getOrDefault("x-amz-credential", ""), ACCESS_DENIED),
        List.of(),
        fields.getOrDefault("x-amz-signature", ""),
        timestamp(fields.getOrDefault("x-amz-date", ""))
            .orElseThrow(() -> new S3Exception(ACCESS_DENIED, "x-amz-date is missing or wrong")),
        SigV4.UNSIGNED,
        Optional.empty());
  }

  private static Duration lifetime(String seconds) {
    if (!seconds.matches("\\d{1,9}")) {
      throw malformedQuery("X-Amz-Expires must be a number of seconds");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static CredentialScope scope(String credential, S3Error otherwise) {
    try {
      return CredentialScope.parse(credential);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(otherwise, String.valueOf(e.getMessage()), e);
    }
  }

  private static Instant signedAt(RequestToVerify request) {
    Optional<Instant> amz = request.header("x-amz-date").flatMap(SignedWith::timestamp);
    return amz.or(() -> request.header("date").flatMap(SignedWith::httpDate))
        .orElseThrow(
            () -> new S3Exception(ACCESS_DENIED, "the request has no valid x-amz-date header"));
  }

  private static Optional<Instant> timestamp(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, TIMESTAMP).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return timestamp(text);
    }
  }

  private static List<String> names(String list) {
    return List.of(list.toLowerCase(Locale.ROOT).split(";", -1));
  }

  private static String required(@Nullable String value, String name) {
    if (value == null) {
      throw new S3Exception(
          AUTHORIZATION_HEADER_MALFORMED, "the Authorization header has no " + name);
    }
    return value;
  }

  private static S3Exception malformedQuery(String message) {
    return new S3Exception(AUTHORIZATION_QUERY_MALFORMED, message);
  }
}
