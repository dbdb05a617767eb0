// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;
import static io.fractus.web.s3.error.S3Error.METHOD_NOT_ALLOWED;
import static io.fractus.web.s3.error.S3Error.PRECONDITION_FAILED;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.Conditions;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The headers {@code x-amz-copy-source*}: which object is copied, and on which conditions. */
final class CopySource {
  private static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";

  /** Says of a copy which version it is of. */
  static final String VERSION_HEADER = HEADER + "-version-id";

  private CopySource() {}

  static boolean isIn(HttpServletRequest http) {
    return http.getHeader(HEADER) != null;
  }

  /** The version that it names; empty if it is what its key shows. */
  static Optional<String> version(HttpServletRequest http) {
    String source = http.getHeader(HEADER);
    int at = source.indexOf(VERSION);
    return at < 0 ? Optional.empty() : Optional.of(source.substring(at + VERSION.length()));
  }

  /** Throws {@link S3Exception} if it names no object. */
  static ObjectKey key(HttpServletRequest http) {
    String source = http.getHeader(HEADER);
    int version = source.indexOf(VERSION);
    if (version >= 0) {
      source = source.substring(0, version);
    }
    String path = decode(source.startsWith("/") ? source.substring(1) : source);
    int slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw new S3Exception(INVALID_ARGUMENT, HEADER + " must be bucket/key, percent-encoded");
    }
    return new ObjectKey(path.substring(0, slash), path.substring(slash + 1));
  }

  /** Opens it; throws {@link S3Exception} if it names no version that is there. */
  static ObjectReader open(ObjectStore store, HttpServletRequest http) {
    Optional<String> version = version(http).map(Versions::checked);
    try {
      return Versions.open(store, key(http), version);
    } catch (S3Exception e) {
      if (e.error() == METHOD_NOT_ALLOWED) {
        throw new S3Exception(
            INVALID_REQUEST,
            "The source of a copy request may not specifically refer to a delete marker by"
                + " version id.",
            e);
      }
      throw e;
    }
  }

  private static String decode(String source) {
    try {
      return PercentCoding.decode(source);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(INVALID_ARGUMENT, HEADER + " cannot be decoded: " + e.getMessage(), e);
    }
  }

  /** Throws {@link S3Exception} if a condition does not hold for the source. */
  static void check(HttpServletRequest http, ObjectInfo source) {
    Conditions conditions =
        new Conditions(
            http.getHeader(HEADER + "-if-match"),
            http.getHeader(HEADER + "-if-none-match"),
            http.getHeader(HEADER + "-if-modified-since"),
            http.getHeader(HEADER + "-if-unmodified-since"),
            null);
    if (conditions.evaluate(source.etag(), source.lastModified()) != Conditions.Verdict.PROCEED) {
      throw new S3Exception(
          PRECONDITION_FAILED, "a condition on the source of the copy does not hold");
    }
  }
}
