// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** PUT {@code ?object-lock} of a bucket: its objects can be locked, and new ones are so. */
final class PutBucketLock implements S3Operation {
  private final ObjectStore store;

  PutBucketLock(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    BucketLock lock = LockXml.configuration(SmallBody.read(request));
    store.locks().set(request.bucket(), lock);
  }
}
