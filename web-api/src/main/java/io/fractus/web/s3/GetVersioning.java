// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.Versioning;
import java.io.IOException;

/** GET {@code ?versioning} of a bucket. */
final class GetVersioning implements S3Operation {
  private final ObjectStore store;

  GetVersioning(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    Versioning versioning = store.versions().of(request.bucket());
    XmlDocument xml = XmlDocument.result("VersioningConfiguration");
    if (versioning != Versioning.OFF) {
      xml.element("Status", versioning.status());
    }
    request.reply(xml);
  }
}
