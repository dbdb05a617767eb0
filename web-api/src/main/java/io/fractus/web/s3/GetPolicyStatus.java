// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.Policy;
import java.io.IOException;

/** GET {@code ?policyStatus} of a bucket: whether its policy lets in the public. */
final class GetPolicyStatus implements S3Operation {
  private final ObjectStore store;

  GetPolicyStatus(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    Policy policy =
        request.access().control().policy(request.bucket()).orElseThrow(GetPolicy::missing);
    request.reply(XmlDocument.result("PolicyStatus").element("IsPublic", policy.isPublic()));
  }
}
