// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** DELETE of something that was set for a bucket; there need be none. */
final class DeleteSetting implements S3Operation {
  private static final int NO_CONTENT = 204;

  private final ObjectStore store;
  private final String name;

  DeleteSetting(ObjectStore store, String name) {
    this.store = store;
    this.name = name;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    store.book().set(request.bucket(), name, "");
    request.response().setStatus(NO_CONTENT);
  }
}
