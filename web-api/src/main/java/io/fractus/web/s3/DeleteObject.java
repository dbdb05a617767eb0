// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ObjectStore;
import jakarta.servlet.http.HttpServletResponse;

/** DELETE of an object or of a version; 204 whether there was one or not, as S3. */
final class DeleteObject implements S3Operation {
  private final ObjectStore store;

  DeleteObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    HeadBucket.require(store, request.bucket());
    Deletion deletion =
        store
            .versions()
            .delete(
                request.objectKey(),
                Versions.asked(request.query()),
                new DeleteTerms(LockHeaders.bypasses(request, request.path().key())));
    HttpServletResponse response = request.response();
    if (!deletion.version().isEmpty()) {
      response.setHeader(Versions.ID, deletion.version());
    }
    if (deletion.marker()) {
      response.setHeader(Versions.MARKER, "true");
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
