// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.Action;
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
    Map<String, String> tags = Tags.parse(SmallBody.read(request));
    boolean named = Versions.asked(request.query()).isPresent();
    request
        .access()
        .taggedWith(tags)
        .require(
            named ? Action.PUT_VERSION_TAGGING : Action.PUT_OBJECT_TAGGING,
            request.bucket(),
            request.path().key());
    tag(store, request, tags);
  }

  /** Of the version that the request names, or of the last one. */
  static void tag(ObjectStore store, S3Request request, Map<String, String> tags) {
    ObjectInfo info = Versions.stat(store, request.objectKey(), Versions.asked(request.query()));
    store.versions().tag(info.key(), info.version(), tags);
    Versions.write(request, store, info);
  }
}
