// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;

/** HEAD of a bucket. */
final class HeadBucket implements S3Operation {
  /** Of all buckets; clients take any. */
  static final String REGION = "us-east-1";

  private final ObjectStore store;

  HeadBucket(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    require(store, request.bucket());
    request.response().setHeader("x-amz-bucket-region", REGION);
  }

  /** Throws {@link S3Exception} if there is no such bucket. */
  static void require(ObjectStore store, String bucket) {
    ObjectKey.checkBucket(bucket);
    if (store.bucket(bucket).isEmpty()) {
      throw new S3Exception(S3Error.NO_SUCH_BUCKET, "there is no bucket '" + bucket + "'");
    }
  }
}
