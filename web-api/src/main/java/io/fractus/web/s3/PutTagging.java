// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;
import java.util.Map;

/** PUT {@code ?tagging} of an object: these tags in place of all others. */
final class PutTagging implements S3Operation {
  private final ObjectStore store;

  PutTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    tag(store, request, Tags.parse(SmallBody.read(request)));
  }

  /** Of the version that the request names, or of the last one. */
  static void tag(ObjectStore store, S3Request request, Map<String, String> tags) {
    ObjectInfo info = Versions.stat(store, request.objectKey(), Versions.asked(request.query()));
    store.versions().tag(info.key(), info.version(), tags);
    Versions.write(request, store, info);
  }
}
