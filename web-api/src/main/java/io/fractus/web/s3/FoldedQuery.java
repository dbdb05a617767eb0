// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.RawQuery;
import io.fractus.web.http.RawQuery.Parameter;
import io.fractus.web.s3.auth.Presigner;
import io.fractus.web.s3.auth.RequestToVerify;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A query that is the first part of a path: {@code /~versionId=null/bucket/key}. No bucket has a
 * name that begins like that. Stateless.
 *
 * <p>Clients made with libtorrent refuse web seeds that have a query and are at an address of a
 * local network, lest a torrent makes them say something to a router. What is read here says
 * nothing to anybody, so only reads of objects may come so. The same clients send their host
 * without its port, so a signature cannot cover it: it covers {@link #HOST} in its place.
 */
final class FoldedQuery {
  /** Signed as the host. */
  static final String HOST = "web-seed";

  private static final String MARK = "/~";

  private FoldedQuery() {}

  /** A path with a query in it; without parameters it is the path. */
  static String fold(String rawPath, List<Parameter> query) {
    return query.isEmpty() ? rawPath : MARK + Presigner.encode(query) + rawPath;
  }

  /**
   * The request that is meant; the same if it has no query in its path.
   *
   * @throws S3Exception if it may not come so
   * @throws IllegalArgumentException if it cannot be decoded
   */
  static RequestToVerify unfold(RequestToVerify request) {
    String path = request.rawPath();
    int end = path.indexOf('/', 1);
    if (!path.startsWith(MARK) || end < 0) {
      return request;
    }
    RawQuery query = RawQuery.parse(path.substring(MARK.length(), end));
    boolean read = request.method().equals("GET") || request.method().equals("HEAD");
    if (!read
        || S3Path.parse(path.substring(end)).scope() != S3Path.Scope.OBJECT
        || !request.query().parameters().isEmpty()
        || !query.parameters().stream().allMatch(p -> isAllowed(p.name()))) {
      throw new S3Exception(
          S3Error.INVALID_URI, "with a query in its path an object can be read, and no more");
    }
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.put("host", List.of(HOST));
    return new RequestToVerify(request.method(), path.substring(end), query, headers);
  }

  private static boolean isAllowed(String parameter) {
    return parameter.equals(WebSeed.VERSION) || parameter.startsWith("X-Amz-");
  }
}
