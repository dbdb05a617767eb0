// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_URI;

import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Exception;

/**
 * What a request is about, path style: {@code /}, {@code /bucket}, {@code /bucket/} or {@code
 * /bucket/key}.
 *
 * @param bucket or empty
 * @param key or empty; decoded once, its slashes as they came
 */
record S3Path(String bucket, String key) {
  /** How much of a path there is. */
  enum Scope {
    SERVICE,
    BUCKET,
    OBJECT
  }

  /** Throws {@link S3Exception} if it cannot be decoded. */
  static S3Path parse(String rawPath) {
    int slash = rawPath.indexOf('/', 1);
    String bucket =
        rawPath.substring(Math.min(1, rawPath.length()), slash < 0 ? rawPath.length() : slash);
    String key = slash < 0 ? "" : rawPath.substring(slash + 1);
    try {
      return new S3Path(PercentCoding.decode(bucket), PercentCoding.decode(key));
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
