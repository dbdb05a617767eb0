// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** DELETE {@code ?tagging} of an object. */
final class DeleteTagging implements S3Operation {
  private final ObjectStore store;

  DeleteTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    PutTagging.tag(store, request, Map.of());
    request.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
