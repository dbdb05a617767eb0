// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import static io.fractus.web.s3.error.S3Error.ACCESS_DENIED;
import static io.fractus.web.s3.error.S3Error.AUTHORIZATION_HEADER_MALFORMED;
import static io.fractus.web.s3.error.S3Error.AUTHORIZATION_QUERY_MALFORMED;
import static io.fractus.web.s3.error.S3Error.INVALID_ACCESS_KEY_ID;
import static io.fractus.web.s3.error.S3Error.REQUEST_TIME_TOO_SKEWED;
import static io.fractus.web.s3.error.S3Error.SIGNATURE_DOES_NOT_MATCH;

import io.fractus.platform.Secrets;
import io.fractus.web.Limits;
import io.fractus.web.accounts.Accounts.Signer;
import io.fractus.web.accounts.Caller;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the signature of a request, all of it but the body. Thread-safe. */
public final class Authenticator {
  private static final String SERVICE = "s3";
  private static final String HOST = "host";
  private static final String AMZ_PREFIX = "x-amz-";

  private final Keys keys;
  private final InstantSource clock;

  /** Where keys are looked up. */
  @FunctionalInterface
  public interface Keys {
    /** The key of that name, good or not. */
    Optional<Signer> find(String accessKeyId);
  }

  public Authenticator(Keys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Who makes a request: a user who signed it, lately, or somebody who did not sign it at all.
   *
   * @throws S3Exception if there is a signature that does not hold
   */
  public Authenticated authenticate(RequestToVerify request) {
    if (!SignedWith.isIn(request)) {
      return Authenticated.anonymous(request);
    }
    SignedWith with = SignedWith.of(request);
    Signer signer = signer(with.scope());
    checkScope(with);
    checkTime(with);
    checkSignedHeaders(request, with);
    byte[] key = SigV4.signingKey(signer.secretAccessKey(), with.scope());
    checkSignature(request, with, key);
    checkUser(signer);
    return Authenticated.signed(signer.caller(), with, key);
  }

  /**
   * Who signed the policy of a form, or somebody without a key.
   *
   * @param fields by names in lower case
   * @throws S3Exception if there is a signature that does not hold
   */
  public Caller authenticateForm(Map<String, String> fields) {
    if (!fields.containsKey("policy") && !fields.containsKey("x-amz-signature")) {
      return Caller.ANONYMOUS;
    }
    SignedWith with = SignedWith.ofForm(fields);
    Signer signer = signer(with.scope());
    checkScope(with);
    byte[] key = SigV4.signingKey(signer.secretAccessKey(), with.scope());
    String expected = SigV4.signature(key, fields.getOrDefault("policy", ""));
    if (!Secrets.matches(with.signature(), expected)) {
      throw new S3Exception(
          SIGNATURE_DOES_NOT_MATCH, "the signature is not that of the policy and the secret key");
    }
    checkUser(signer);
    return signer.caller();
  }

  /** A key that is disabled is to the world as one that never was. */
  private Signer signer(CredentialScope scope) {
    return keys.find(scope.accessKeyId())
        .filter(Signer::enabled)
        .orElseThrow(() ->
            new S3Exception(
                INVALID_ACCESS_KEY_ID,
                "the access key is not known here",
                Map.of("AWSAccessKeyId", scope.accessKeyId())));
  }

  /** Said only to who proved to be that user. */
  private static void checkUser(Signer signer) {
    if (!signer.caller().user().enabled()) {
      throw new S3Exception(ACCESS_DENIED, "the user is disabled");
    }
  }

  private static void checkScope(SignedWith with) {
    CredentialScope scope = with.scope();
    if (!scope.service().equals(SERVICE) || !with.timestamp().startsWith(scope.date())) {
      throw new S3Exception(
          with.presigned() ? AUTHORIZATION_QUERY_MALFORMED : AUTHORIZATION_HEADER_MALFORMED,
          "the credential scope must be of the service s3 and of the day of the request");
    }
  }

  private void checkTime(SignedWith with) {
    Instant now = clock.instant();
    Duration age = Duration.between(with.signedAt(), now);
    boolean future = age.negated().compareTo(Limits.CLOCK_SKEW_MAX) > 0;
    if (with.lifetime().isEmpty()) {
      if (future || age.compareTo(Limits.CLOCK_SKEW_MAX) > 0) {
        throw new S3Exception(
            REQUEST_TIME_TOO_SKEWED,
            "the clocks of client and server differ by more than "
                + Limits.CLOCK_SKEW_MAX.toMinutes()
                + " minutes",
            Map.of("RequestTime", with.timestamp(), "ServerTime", now.toString()));
      }
      return;
    }
    Duration lifetime = with.lifetime().get();
    if (lifetime.isZero() || lifetime.compareTo(Limits.PRESIGNED_MAX) > 0) {
      throw new S3Exception(
          AUTHORIZATION_QUERY_MALFORMED,
          "X-Amz-Expires must be 1.." + Limits.PRESIGNED_MAX.toSeconds() + " seconds");
    }
    if (future) {
      throw new S3Exception(ACCESS_DENIED, "the presigned URL is not valid yet");
    }
    if (age.compareTo(lifetime) > 0) {
      throw new S3Exception(
          ACCESS_DENIED,
          "the presigned URL has expired",
          Map.of("Expires", with.signedAt().plus(lifetime).toString()));
    }
  }

  /** Host, and what steers S3, must be signed, or a stranger on the way could change it. */
  private static void checkSignedHeaders(RequestToVerify request, SignedWith with) {
    boolean signsHost = with.signedHeaders().contains(HOST);
    List<String> unsigned =
        request.headers().keySet().stream()
            .filter(name -> name.startsWith(AMZ_PREFIX))
            // Its value is a line of the canonical request of its own.
            .filter(name -> !name.equals("x-amz-content-sha256"))
            .filter(name -> !with.signedHeaders().contains(name))
            .toList();
    if (!signsHost || !unsigned.isEmpty()) {
      throw new S3Exception(
          ACCESS_DENIED,
          "headers of the request are not signed",
          Map.of("HeadersNotSigned", signsHost ? String.join(", ", unsigned) : HOST));
    }
  }

  private static void checkSignature(RequestToVerify request, SignedWith with, byte[] key) {
    String canonical = "";
    for (String path : signedPaths(request.rawPath())) {
      canonical = CanonicalRequest.of(request, path, with.signedHeaders(), with.payloadHash());
      String toSign = SigV4.stringToSign(with.timestamp(), with.scope(), canonical);
      if (Secrets.matches(with.signature(), SigV4.signature(key, toSign))) {
        return;
      }
    }
    throw new S3Exception(
        SIGNATURE_DOES_NOT_MATCH,
        "the signature is not that of the request and the secret key; check the key and how the"
            + " request was signed",
        Map.of(
            "AWSAccessKeyId", with.scope().accessKeyId(),
            "StringToSign", SigV4.stringToSign(with.timestamp(), with.scope(), canonical),
            "SignatureProvided", with.signature(),
            "CanonicalRequest", canonical));
  }

  /**
   * The path as it came, and as AWS would encode it: some clients sign the one and send the other.
   * Both decode to the same key.
   */
  private static Set<String> signedPaths(String rawPath) {
    Set<String> paths = new LinkedHashSet<>();
    paths.add(rawPath);
    try {
      paths.add(PercentCoding.encodePath(PercentCoding.decode(rawPath)));
    } catch (IllegalArgumentException _) {
      // Not UTF-8: what it names is refused later, and only the raw form can have been signed.
      return paths;
    }
    return paths;
  }
}
