// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?ownershipControls} of a bucket. */
final class GetOwnership implements S3Operation {
  private final ObjectStore store;

  GetOwnership(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    String kind =
        store
            .book()
            .setting(request.bucket(), BucketSettings.OWNERSHIP)
            .orElseThrow(() ->
                new S3Exception(
                    S3Error.NO_SUCH_OWNERSHIP_CONTROLS,
                    "nothing of the kind is set for this bucket"));
    request.reply(Ownership.document(kind));
  }
}
