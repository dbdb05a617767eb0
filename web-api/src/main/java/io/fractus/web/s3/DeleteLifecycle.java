// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** DELETE {@code ?lifecycle} of a bucket. */
final class DeleteLifecycle implements S3Operation {
  private final ObjectStore store;

  DeleteLifecycle(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    HeadBucket.require(store, request.bucket());
    store.lifecycles().set(request.bucket(), List.of());
    request.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
