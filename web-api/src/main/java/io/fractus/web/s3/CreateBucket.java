// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** PUT of a bucket. The region in its body is read and passed over: there is one. */
final class CreateBucket implements S3Operation {
  private final ObjectStore store;

  CreateBucket(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    ObjectKey.checkBucket(request.bucket());
    SmallBody.read(request);
    store.createBucket(request.bucket());
    request.response().setHeader("Location", "/" + request.bucket());
  }
}
