// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;

/** The parameter {@code versionId}: objects have one version, which S3 names null. Stateless. */
final class Versions {
  private Versions() {}

  /** Throws {@link S3Exception} if another version is asked for. */
  static void check(RawQuery query) {
    String version = query.get("versionId", "null");
    if (!version.equals("null")) {
      throw new S3Exception(S3Error.NO_SUCH_VERSION, "objects have no versions here");
    }
  }
}
