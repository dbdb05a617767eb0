// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.Retention;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?retention} of a version of an object. */
final class GetRetention implements S3Operation {
  private final ObjectStore store;

  GetRetention(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    ObjectInfo info = lockable(store, request);
    Retention retention =
        info.lock()
            .retention()
            .orElseThrow(() ->
                new S3Exception(
                    S3Error.NO_SUCH_OBJECT_LOCK,
                    "The specified object does not have a ObjectLock configuration"));
    Versions.write(request, store, info);
    request.reply(LockXml.retention(retention));
  }

  /**
   * The version that a request names, or the last; throws {@link S3Exception} if it has no lock.
   */
  static ObjectInfo lockable(ObjectStore store, S3Request request) {
    HeadBucket.require(store, request.bucket());
    if (!store.locks().of(request.bucket()).enabled()) {
      throw new S3Exception(S3Error.INVALID_REQUEST, "Bucket is missing Object Lock Configuration");
    }
    return Versions.stat(store, request.objectKey(), Versions.asked(request.query()));
  }
}
