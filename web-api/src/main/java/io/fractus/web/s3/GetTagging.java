// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** GET {@code ?tagging} of an object. */
final class GetTagging implements S3Operation {
  private final ObjectStore store;

  GetTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    ObjectInfo info = Versions.stat(store, request.objectKey(), Versions.asked(request.query()));
    Versions.write(request, store, info);
    request.reply(Tags.document(info.tags()));
  }
}
