// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;

/** HEAD of an object. */
final class HeadObject implements S3Operation {
  private final ObjectStore store;

  HeadObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    Versions.check(request.query());
    ObjectResponse.head(
        request.http(),
        request.response(),
        require(store, request.objectKey()),
        ResponseOverrides.of(request.query()));
  }

  /** Throws {@link S3Exception} if there is no such object. */
  static ObjectInfo require(ObjectStore store, ObjectKey key) {
    return store
        .stat(key)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY, "there is no object " + key));
  }
}
