// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.web.http.Domains;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Predicate;

/**
 * Which bucket a request means: {@code BUCKET.DOMAIN}, a host that is the name of a bucket with a
 * site, or else the first part of the path. Thread-safe.
 */
final class SiteHosts {
  private final Domains domains;
  private final Predicate<String> isSite;

  SiteHosts(Domains domains, Predicate<String> isSite) {
    this.domains = domains;
    this.isSite = isSite;
  }

  /** Throws {@link S3Exception} if the path cannot be decoded. */
  SiteAddress of(HttpServletRequest request) {
    String[] origin = request.getRequestURL().toString().split("/", 4);
    String protocol = request.getScheme();
    String path = request.getRequestURI().replaceFirst("^/", "");
    String host = Domains.host(request.getHeader("Host"));
    String bucket = domains.bucket(host).orElse(isBucket(host) ? host : "");
    if (!bucket.isEmpty()) {
      return new SiteAddress(protocol, origin[2], bucket, "", decoded(path));
    }
    int slash = path.indexOf('/');
    String first = decoded(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : path.substring(slash + 1);
    return new SiteAddress(protocol, origin[2], first, "/" + first, decoded(key));
  }

  private boolean isBucket(String host) {
    return !Domains.isAddress(host) && !domains.contains(host) && isSite.test(host);
  }

  private static String decoded(String raw) {
    try {
      return PercentCoding.decode(raw);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3Error.INVALID_URI, "the path cannot be decoded: " + e.getMessage(), e);
    }
  }
}
