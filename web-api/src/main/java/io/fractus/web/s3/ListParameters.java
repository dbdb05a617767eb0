// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;

/** Parameters of listings. Stateless. */
final class ListParameters {
  private ListParameters() {}

  /** A parameter that is a number, not negative; throws {@link S3Exception} if it is none. */
  static int number(RawQuery query, String name, int otherwise) {
    String given = query.get(name, "");
    if (given.isEmpty()) {
      return otherwise;
    }
    if (!given.matches("\\d{1,9}")) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, name + " must be a number, not negative");
    }
    return Integer.parseInt(given);
  }

  /** A key as the client asked for keys: percent-encoded or as it is. */
  static String encodedKey(RawQuery query, String key) {
    return ListObjects.urlEncoded(query) ? PercentCoding.encodePath(key) : key;
  }
}
