// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.Action;
import java.io.IOException;
import java.util.Map;

/** PUT {@code ?legal-hold} of a version of an object. */
final class PutLegalHold implements S3Operation {
  private final ObjectStore store;

  PutLegalHold(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    boolean hold = LockXml.hold(SmallBody.read(request));
    request
        .access()
        .lockedWith(Map.of(LockHeaders.HOLD, hold ? "ON" : "OFF")::get)
        .require(Action.PUT_OBJECT_LEGAL_HOLD, request.bucket(), request.path().key());
    ObjectInfo info = GetRetention.lockable(store, request);
    store.locks().hold(info.key(), info.version(), hold);
    Versions.write(request, store, info);
  }
}
