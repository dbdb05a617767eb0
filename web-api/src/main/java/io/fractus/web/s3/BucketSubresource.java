// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;
import java.util.function.Supplier;

/** GET of a bucket's subresource, such as {@code ?versioning}. */
final class BucketSubresource implements S3Operation {
  private final ObjectStore store;
  private final Supplier<XmlDocument> answer;

  BucketSubresource(ObjectStore store, Supplier<XmlDocument> answer) {
    this.store = store;
    this.answer = answer;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    request.reply(answer.get());
  }
}
