// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?policy} of a bucket: as it was put. */
final class GetPolicy implements S3Operation {
  private final ObjectStore store;

  GetPolicy(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    request.reply(
        "application/json",
        store
            .book()
            .setting(request.bucket(), BucketSettings.POLICY)
            .orElseThrow(GetPolicy::missing));
  }

  static S3Exception missing() {
    return new S3Exception(S3Error.NO_SUCH_BUCKET_POLICY, "the bucket has no policy");
  }
}
