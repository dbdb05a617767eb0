// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;

/** DELETE of something that no bucket has, or every bucket in the same way: nothing changes. */
final class DeleteFixed implements S3Operation {
  private static final int NO_CONTENT = 204;

  private final ObjectStore store;

  DeleteFixed(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    HeadBucket.require(store, request.bucket());
    request.response().setStatus(NO_CONTENT);
  }
}
