// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RawQuery;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a request that is hashed and signed. Stateless. */
final class CanonicalRequest {
  /** Not signed, for it is the signature. */
  static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

  private CanonicalRequest() {}

  /**
   * @param path encoded, as the client signed it
   * @param signedHeaders names in lower case, in the order given
   * @param payloadHash of the body, or what stands for it
   */
  static String of(
      RequestToVerify request, String path, List<String> signedHeaders, String payloadHash) {
    return String.join(
        "\n",
        request.method(),
        path,
        query(request.query()),
        headers(request, signedHeaders),
        String.join(";", signedHeaders),
        payloadHash);
  }

  /** Sorted by encoded name, then encoded value; duplicates stay. */
  private static String query(RawQuery query) {
    record Encoded(String name, String value) {}
    return query.parameters().stream()
        .filter(parameter -> !parameter.name().equals(SIGNATURE_PARAMETER))
        .map(p -> new Encoded(PercentCoding.encode(p.name()), PercentCoding.encode(p.value())))
        .sorted(Comparator.comparing(Encoded::name).thenComparing(Encoded::value))
        .map(encoded -> encoded.name() + "=" + encoded.value())
        .collect(Collectors.joining("&"));
  }

  private static String headers(RequestToVerify request, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder();
    for (String name : signedHeaders) {
      List<String> values = request.headers().getOrDefault(name, List.of());
      text.append(name)
          .append(':')
          .append(values.stream().map(CanonicalRequest::trim).collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  private static String trim(String value) {
    return value.strip().replaceAll(" +", " ");
  }
}
