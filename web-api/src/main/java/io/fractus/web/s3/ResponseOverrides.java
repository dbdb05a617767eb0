// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Parameters of GET and HEAD that replace headers of the answer. Stateless. */
final class ResponseOverrides {
  private static final String PREFIX = "response-";
  private static final Set<String> HEADERS =
      Set.of(
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "content-type",
          "expires");

  private ResponseOverrides() {}

  /**
   * By name; throws {@link S3Exception} if whoever asks has no key: a link of a stranger must not
   * say what browsers take an object for that everybody may read.
   */
  static Map<String, String> of(S3Request request) {
    Map<String, String> overrides = new HashMap<>();
    for (String header : HEADERS) {
      request
          .query()
          .first(PREFIX + header)
          .ifPresent(value -> overrides.put(header, checked(value)));
    }
    if (!overrides.isEmpty() && request.access().caller().isAnonymous()) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST,
          "Request specific response headers cannot be used for anonymous GET requests.");
    }
    return overrides;
  }

  private static String checked(String value) {
    if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "a response-* parameter has a control character");
    }
    return value;
  }
}
