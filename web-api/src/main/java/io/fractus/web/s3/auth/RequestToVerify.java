// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.RawQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts of a request that a signature can cover.
 *
 * @param method such as {@code GET}
 * @param rawPath as it came, not decoded
 * @param query decoded
 * @param headers values by name in lower case
 */
public record RequestToVerify(
    String method, String rawPath, RawQuery query, Map<String, List<String>> headers) {

  /** Throws {@link IllegalArgumentException} if the query cannot be decoded. */
  public static RequestToVerify of(HttpServletRequest request) {
    Map<String, List<String>> headers = new TreeMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
    }
    return new RequestToVerify(
        request.getMethod(),
        request.getRequestURI(),
        RawQuery.parse(request.getQueryString()),
        headers);
  }

  /** The first value of a header. */
  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
