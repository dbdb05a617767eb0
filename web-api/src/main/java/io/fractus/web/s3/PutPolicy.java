// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.MalformedPolicyException;
import io.fractus.web.access.Policy;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** PUT {@code ?policy} of a bucket. What is not understood is refused, all of it. */
final class PutPolicy implements S3Operation {
  private static final int NO_CONTENT = 204;

  private final ObjectStore store;

  PutPolicy(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    String bucket = request.bucket();
    HeadBucket.require(store, bucket);
    byte[] body = SmallBody.read(request.openBody(), Limits.POLICY_BYTES_MAX + 1);
    String text = new String(body, StandardCharsets.UTF_8);
    Policy policy;
    try {
      policy = request.access().control().check(text, bucket);
    } catch (MalformedPolicyException e) {
      throw new S3Exception(S3Error.MALFORMED_POLICY, String.valueOf(e.getMessage()), e);
    }
    if (policy.isPublic() && new BucketSettings(store.book()).publicAccess(bucket).blockPolicy()) {
      throw new S3Exception(
          S3Error.ACCESS_DENIED, "the bucket's public access block keeps public policies away");
    }
    store.book().set(bucket, BucketSettings.POLICY, text);
    request.response().setStatus(NO_CONTENT);
  }
}
