// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** PUT {@code ?lifecycle} of a bucket: these rules in place of all others. */
final class PutLifecycle implements S3Operation {
  private final ObjectStore store;

  PutLifecycle(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    store.lifecycles().set(request.bucket(), LifecycleParser.parse(SmallBody.read(request)));
  }
}
