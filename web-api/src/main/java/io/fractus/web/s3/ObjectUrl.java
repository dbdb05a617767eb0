// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.PercentCoding;

/** Where an object is for whoever made a request: under the name by which that reached us. */
final class ObjectUrl {
  private ObjectUrl() {}

  /** Such as {@code http://127.0.0.1:9000}: never the host of a bucket, but the one above it. */
  static String origin(S3Request request) {
    return request.http().getScheme() + "://" + host(request);
  }

  private static String host(S3Request request) {
    if (request.path().inHost()) {
      // The bucket was found in this very header.
      return request.http().getHeader("Host").strip().substring(request.bucket().length() + 1);
    }
    String url = request.http().getRequestURL().toString();
    return url.replaceFirst("^[^:]*://", "").replaceFirst("/.*", "");
  }

  /** The path of an object of the bucket that a request is about, encoded. */
  static String path(S3Request request, String key) {
    return "/" + request.bucket() + "/" + PercentCoding.encodePath(key);
  }
}
