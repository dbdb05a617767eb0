// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.PercentCoding;
import jakarta.servlet.http.HttpServletRequest;

/** Where an object is for whoever made a request: under the name by which that reached us. */
final class ObjectUrl {
  private ObjectUrl() {}

  /** Such as {@code http://127.0.0.1:9000}. */
  static String origin(HttpServletRequest http) {
    return http.getRequestURL().toString().replaceFirst("(://[^/]*).*", "$1");
  }

  /** The path of an object of the bucket that a request is about, encoded. */
  static String path(S3Request request, String key) {
    return "/" + request.bucket() + "/" + PercentCoding.encodePath(key);
  }
}
