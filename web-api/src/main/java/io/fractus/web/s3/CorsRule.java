// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * From where scripts may do what with a bucket.
 *
 * @param origins patterns, each with at most one {@code *}
 * @param methods of HTTP
 * @param headers that a request may have: patterns in lower case
 * @param exposed headers of an answer that a script may see
 * @param maxAge for how many seconds a browser may remember it
 */
record CorsRule(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    Optional<Integer> maxAge) {
  private static final String ANY = "*";

  boolean allows(String origin, String method) {
    return methods.contains(method) && origins.stream().anyMatch(p -> matches(p, origin));
  }

  /** Whether it allows all of these headers. */
  boolean allowsHeaders(List<String> asked) {
    return asked.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .allMatch(name -> headers.stream().anyMatch(pattern -> matches(pattern, name)));
  }

  /** Whether it is for everybody, so that the answer need not say for whom. */
  boolean isForAll() {
    return origins.contains(ANY);
  }

  private static boolean matches(String pattern, String text) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(text);
    }
    String end = pattern.substring(star + 1);
    return text.length() >= pattern.length() - 1
        && text.startsWith(pattern.substring(0, star))
        && text.endsWith(end);
  }
}
