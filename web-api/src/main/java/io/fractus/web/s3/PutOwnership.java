// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import java.io.IOException;

/** PUT {@code ?ownershipControls} of a bucket; its ACL must say nothing if none is to count. */
final class PutOwnership implements S3Operation {
  private final ObjectStore store;

  PutOwnership(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    String bucket = request.bucket();
    HeadBucket.require(store, bucket);
    String kind = Ownership.parse(SmallBody.read(request));
    CannedAcl acl = new BucketSettings(store.book()).acl(bucket);
    Ownership.checkAcl(kind, acl);
    store.book().set(bucket, BucketSettings.OWNERSHIP, kind);
  }
}
