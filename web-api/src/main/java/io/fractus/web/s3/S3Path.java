// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_URI;

import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Exception;

/**
 * What a request is about: {@code /}, {@code /bucket}, {@code /bucket/} or {@code /bucket/key} in
 * path style, {@code /} or {@code /key} of a host that is a bucket.
 *
 * @param bucket or empty
 * @param key or empty; decoded once, its slashes as they came
 * @param inHost whether the bucket stands in the name of the host
 */
record S3Path(String bucket, String key, boolean inHost) {
  /** How much of a path there is. */
  enum Scope {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** Of a host that is a bucket; throws {@link S3Exception} if it cannot be decoded. */
  static S3Path ofBucket(String bucket, String rawPath) {
    return new S3Path(bucket, decoded(rawPath.substring(Math.min(1, rawPath.length()))), true);
  }

  /** In path style; throws {@link S3Exception} if it cannot be decoded. */
  static S3Path parse(String rawPath) {
    int slash = rawPath.indexOf('/', 1);
    String bucket =
        rawPath.substring(Math.min(1, rawPath.length()), slash < 0 ? rawPath.length() : slash);
    String key = slash < 0 ? "" : rawPath.substring(slash + 1);
    return new S3Path(decoded(bucket), decoded(key), false);
  }

  private static String decoded(String raw) {
    try {
      return PercentCoding.decode(raw);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_URI, "the path cannot be decoded: " + e.getMessage(), e);
    }
  }

  Scope scope() {
    if (!key.isEmpty()) {
      return Scope.OBJECT;
    }
    return bucket.isEmpty() ? Scope.SERVICE : Scope.BUCKET;
  }
}
