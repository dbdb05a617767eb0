// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketBook;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import io.fractus.web.website.CrossOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told of scripts from elsewhere. It decides what a script may see, never what a
 * request may do: that is signed, or public. Thread-safe.
 */
final class Cors implements CrossOrigin {
  private static final String METHOD = "Access-Control-Request-Method";
  private static final String HEADERS = "Access-Control-Request-Headers";

  private final BucketBook book;

  Cors(BucketBook book) {
    this.book = book;
  }

  /** Nobody signs it; throws {@link S3Exception} if no rule allows it. */
  @Override
  public void preflight(HttpServletRequest request, HttpServletResponse response, String bucket) {
    String origin = request.getHeader("Origin");
    String method = request.getHeader(METHOD);
    if (origin == null || method == null) {
      throw new S3Exception(
          S3Error.BAD_REQUEST, "a preflight request has the headers Origin and " + METHOD);
    }
    List<String> asked = names(request.getHeader(HEADERS));
    CorsRule rule =
        rules(bucket).stream()
            .filter(r -> r.allows(origin, method) && r.allowsHeaders(asked))
            .findFirst()
            .orElseThrow(() ->
                new S3Exception(
                    S3Error.ACCESS_FORBIDDEN, "no CORS rule of the bucket allows this request"));
    write(rule, origin, response);
    if (!asked.isEmpty()) {
      response.setHeader("Access-Control-Allow-Headers", String.join(", ", asked));
    }
  }

  @Override
  public void allow(HttpServletRequest request, HttpServletResponse response, String bucket) {
    String origin = request.getHeader("Origin");
    if (origin == null || bucket.isEmpty()) {
      return;
    }
    String method = request.getMethod();
    Optional<CorsRule> rule =
        rules(bucket).stream().filter(r -> r.allows(origin, method)).findFirst();
    rule.ifPresent(found -> write(found, origin, response));
  }

  private static void write(CorsRule rule, String origin, HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Origin", rule.isForAll() ? "*" : origin);
    if (!rule.isForAll()) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    response.setHeader("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
    if (!rule.exposed().isEmpty()) {
      response.setHeader("Access-Control-Expose-Headers", String.join(", ", rule.exposed()));
    }
    rule.maxAge()
        .ifPresent(age -> response.setHeader("Access-Control-Max-Age", Integer.toString(age)));
    response.setHeader("Vary", "Origin, " + HEADERS + ", " + METHOD);
  }

  private List<CorsRule> rules(String bucket) {
    return book.setting(bucket, BucketSettings.CORS)
        .map(text -> CorsXml.parse(text.getBytes(StandardCharsets.UTF_8)))
        .orElse(List.of());
  }

  private static List<String> names(@Nullable String header) {
    return header == null
        ? List.of()
        : Stream.of(header.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
  }
}
