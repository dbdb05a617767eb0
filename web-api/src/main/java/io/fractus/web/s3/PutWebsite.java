// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.website.Website;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** PUT {@code ?website} of a bucket; kept as it came, once it was understood. */
final class PutWebsite implements S3Operation {
  private final ObjectStore store;

  PutWebsite(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    byte[] body = SmallBody.read(request.openBody(), Limits.SETTING_BYTES_MAX);
    String document = new String(body, StandardCharsets.UTF_8);
    Website _ = WebsiteXml.parse(document);
    store.book().set(request.bucket(), BucketSettings.WEBSITE, document);
  }
}
