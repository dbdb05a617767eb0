// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** PUT {@code ?tagging} of an object: these tags in place of all others. */
final class PutTagging implements S3Operation {
  private final ObjectStore store;

  PutTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Versions.check(request.query());
    store.tag(request.objectKey(), Tags.parse(SmallBody.read(request)));
  }
}
