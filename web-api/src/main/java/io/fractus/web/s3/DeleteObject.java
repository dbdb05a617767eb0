// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;

/** DELETE of an object or of a version; 204 whether there was one or not, as S3. */
final class DeleteObject implements S3Operation {
  /** Conditions that would be passed over, were they not refused. */
  private static final List<String> OF_DIRECTORIES =
      List.of("x-amz-if-match-last-modified-time", "x-amz-if-match-size");

  private final ObjectStore store;

  DeleteObject(ObjectStore store) {
    this.store = store;
  }

  private static DeleteTerms terms(S3Request request) {
    for (String name : OF_DIRECTORIES) {
      if (request.http().getHeader(name) != null) {
        throw new S3Exception(
            S3Error.NOT_IMPLEMENTED, name + " is for directory buckets, and there are none here");
      }
    }
    return new DeleteTerms(
        LockHeaders.bypasses(request, request.path().key()),
        Optional.ofNullable(request.http().getHeader("If-Match")).map(PutObject::unquoted));
  }

  @Override
  public void run(S3Request request) {
    HeadBucket.require(store, request.bucket());
    Deletion deletion =
        store
            .versions()
            .delete(request.objectKey(), Versions.asked(request.query()), terms(request));
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
