// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.Retention;
import io.fractus.web.access.Action;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** PUT {@code ?retention} of a version of an object. */
final class PutRetention implements S3Operation {
  private final ObjectStore store;
  private final LockHeaders locks;

  PutRetention(ObjectStore store, LockHeaders locks) {
    this.store = store;
    this.locks = locks;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Optional<Retention> retention = LockXml.retention(SmallBody.read(request));
    String key = request.path().key();
    request
        .access()
        .lockedWith(
            retention
                    .map(wanted ->
                        Map.of(
                            LockHeaders.MODE, wanted.mode().name(),
                            LockHeaders.UNTIL, wanted.until().toString()))
                    .orElse(Map.of())
                ::get)
        .require(Action.PUT_OBJECT_RETENTION, request.bucket(), key);
    retention.ifPresent(locks::checked);
    ObjectInfo info = GetRetention.lockable(store, request);
    store.locks().retain(info.key(), info.version(), retention, LockHeaders.bypasses(request, key));
    Versions.write(request, store, info);
  }
}
