// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.PublicAccess;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET {@code ?publicAccessBlock} of a bucket. */
final class GetPublicAccess implements S3Operation {
  private final ObjectStore store;

  GetPublicAccess(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    PublicAccess block =
        store
            .book()
            .setting(request.bucket(), BucketSettings.PUBLIC_ACCESS)
            .map(PublicAccess::of)
            .orElseThrow(() ->
                new S3Exception(
                    S3Error.NO_SUCH_PUBLIC_ACCESS_BLOCK, "nothing is blocked in this bucket"));
    request.reply(
        XmlDocument.result("PublicAccessBlockConfiguration")
            .element("BlockPublicAcls", block.blockAcls())
            .element("IgnorePublicAcls", block.ignoreAcls())
            .element("BlockPublicPolicy", block.blockPolicy())
            .element("RestrictPublicBuckets", block.restrict()));
  }
}
