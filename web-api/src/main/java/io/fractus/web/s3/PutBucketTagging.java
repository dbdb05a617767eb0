// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import java.io.IOException;
import java.util.Map;

/** PUT {@code ?tagging} of a bucket: these tags in place of all others. */
final class PutBucketTagging implements S3Operation {
  private final ObjectStore store;

  PutBucketTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    tag(store, request.bucket(), Tags.parseOfBucket(SmallBody.read(request)));
    request.response().setStatus(204);
  }

  static void tag(ObjectStore store, String bucket, Map<String, String> tags) {
    String document = tags.isEmpty() ? "" : Tags.document(tags).finish();
    store.book().set(bucket, BucketSettings.TAGGING, document);
  }
}
