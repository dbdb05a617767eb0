// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.http.PercentCoding;
import java.util.function.UnaryOperator;

/**
 * Bucket and key of a path, from its raw form: the framework's own parameters would turn bytes that
 * are not UTF-8 into something that is. Stateless.
 */
final class RestPath {
  static final String BUCKETS = "/api/v1/buckets/";

  private static final String OBJECTS = "/objects/";

  private RestPath() {}

  /** The bucket of a path that begins with {@link #BUCKETS}. */
  static String bucket(String rawPath) {
    int end = rawPath.indexOf('/', BUCKETS.length());
    return decode(
        "invalid-bucket-name",
        rawPath.substring(BUCKETS.length(), end < 0 ? rawPath.length() : end));
  }

  /** The object of a path that goes on with {@code /objects/} and a key. */
  static ObjectKey object(String rawPath) {
    return object(rawPath, UnaryOperator.identity());
  }

  /**
   * @param trim what to do to the raw key before it is decoded
   */
  static ObjectKey object(String rawPath, UnaryOperator<String> trim) {
    int end = rawPath.indexOf('/', BUCKETS.length());
    String key = rawPath.substring(end + OBJECTS.length());
    return new ObjectKey(bucket(rawPath), decode("invalid-key", trim.apply(key)));
  }

  static String decode(String type, String raw) {
    try {
      return PercentCoding.decode(raw);
    } catch (IllegalArgumentException e) {
      String detail = "'" + raw + "' cannot be decoded: " + e.getMessage();
      throw new ProblemException(Problems.of(400, type, detail), e);
    }
  }
}
