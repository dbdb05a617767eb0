// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?object-lock} of a bucket. */
final class GetBucketLock implements S3Operation {
  private final ObjectStore store;

  GetBucketLock(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    BucketLock lock = store.locks().of(request.bucket());
    if (!lock.enabled()) {
      throw new S3Exception(
          S3Error.NO_SUCH_OBJECT_LOCK_CONFIGURATION,
          "Object Lock configuration does not exist for this bucket");
    }
    request.reply(LockXml.configuration(lock));
  }
}
