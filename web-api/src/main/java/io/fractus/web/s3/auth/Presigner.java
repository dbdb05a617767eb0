// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.Limits;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RawQuery;
import io.fractus.web.http.RawQuery.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes links in the name of who signed a request, as that one could make them: with the key of the
 * same day, good from the time of the request on. Thread-safe.
 */
public final class Presigner {
  private final byte[] signingKey;
  private final CredentialScope scope;
  private final String timestamp;
  private final Instant signedAt;

  Presigner(SignedWith with, byte[] signingKey) {
    this.signingKey = signingKey;
    this.scope = with.scope();
    this.timestamp = with.timestamp();
    this.signedAt = with.signedAt();
  }

  /**
   * The query of a link for a GET, with its signature.
   *
   * @param host as clients will send it
   * @param rawPath encoded, as they will send it
   * @param parameters what it has anyway
   * @param until when it ends; never later than {@link Limits#PRESIGNED_MAX} after the request
   */
  public List<Parameter> sign(
      String host, String rawPath, List<Parameter> parameters, Instant until) {
    Duration lifetime = Duration.between(signedAt, until);
    if (lifetime.compareTo(Limits.PRESIGNED_MAX) > 0) {
      lifetime = Limits.PRESIGNED_MAX;
    }
    List<Parameter> all = new ArrayList<>(parameters);
    all.add(new Parameter("X-Amz-Algorithm", SigV4.ALGORITHM));
    all.add(new Parameter("X-Amz-Credential", scope.accessKeyId() + "/" + scope.text()));
    all.add(new Parameter("X-Amz-Date", timestamp));
    all.add(new Parameter("X-Amz-Expires", Long.toString(lifetime.toSeconds())));
    all.add(new Parameter("X-Amz-SignedHeaders", "host"));
    RequestToVerify request =
        new RequestToVerify("GET", rawPath, new RawQuery(all), Map.of("host", List.of(host)));
    String canonical = CanonicalRequest.of(request, rawPath, List.of("host"), SigV4.UNSIGNED);
    String toSign = SigV4.stringToSign(timestamp, scope, canonical);
    all.add(
        new Parameter(CanonicalRequest.SIGNATURE_PARAMETER, SigV4.signature(signingKey, toSign)));
    return all;
  }

  /** A query as it stands in a link. */
  public static String encode(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> PercentCoding.encode(p.name()) + "=" + PercentCoding.encode(p.value()))
        .collect(Collectors.joining("&"));
  }
}
