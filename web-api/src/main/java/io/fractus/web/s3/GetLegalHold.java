// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** GET {@code ?legal-hold} of a version of an object: OFF also where nobody ever set one. */
final class GetLegalHold implements S3Operation {
  private final ObjectStore store;

  GetLegalHold(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    ObjectInfo info = GetRetention.lockable(store, request);
    Versions.write(request, store, info);
    request.reply(LockXml.hold(info.lock().legalHold()));
  }
}
