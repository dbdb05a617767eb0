// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** GET of a document of XML that was set for a bucket: as it was put. */
final class GetSetting implements S3Operation {
  private final ObjectStore store;
  private final String name;
  private final S3Error missing;

  GetSetting(ObjectStore store, String name, S3Error missing) {
    this.store = store;
    this.name = name;
    this.missing = missing;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    request.reply(
        XmlDocument.CONTENT_TYPE,
        store
            .book()
            .setting(request.bucket(), name)
            .orElseThrow(
                () -> new S3Exception(missing, "nothing of the kind is set for this bucket")));
  }
}
