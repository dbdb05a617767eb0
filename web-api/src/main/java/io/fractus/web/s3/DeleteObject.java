// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;

/** DELETE of an object; 204 whether there was one or not, as S3. */
final class DeleteObject implements S3Operation {
  private final ObjectStore store;

  DeleteObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    HeadBucket.require(store, request.bucket());
    Versions.check(request.query());
    boolean _ = store.delete(request.objectKey());
    request.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
