// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;

/** DELETE of a bucket. */
final class DeleteBucket implements S3Operation {
  private final ObjectStore store;

  DeleteBucket(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    ObjectKey.checkBucket(request.bucket());
    store.deleteBucket(request.bucket());
    request.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
