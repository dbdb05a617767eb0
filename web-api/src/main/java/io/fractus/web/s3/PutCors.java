// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.BucketSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** PUT {@code ?cors} of a bucket; kept as it came, once it was understood. */
final class PutCors implements S3Operation {
  private final ObjectStore store;

  PutCors(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    byte[] body = SmallBody.read(request.openBody(), Limits.SETTING_BYTES_MAX);
    List<CorsRule> _ = CorsXml.parse(body);
    store
        .book()
        .set(request.bucket(), BucketSettings.CORS, new String(body, StandardCharsets.UTF_8));
  }
}
