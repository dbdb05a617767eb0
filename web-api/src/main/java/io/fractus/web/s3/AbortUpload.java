// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;

/** DELETE {@code ?uploadId}: an upload is given up. */
final class AbortUpload implements S3Operation {
  private final ObjectStore store;

  AbortUpload(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    store.uploads().abort(request.objectKey(), UploadIds.upload(request));
    request.response().setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
