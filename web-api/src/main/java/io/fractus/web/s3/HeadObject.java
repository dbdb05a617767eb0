// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RangeRequest;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Map;
import java.util.Optional;

/** HEAD of an object. */
final class HeadObject implements S3Operation {
  private final ObjectStore store;

  HeadObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) {
    Optional<String> version = Versions.asked(request.query());
    boolean part = PartRead.isAsked(request);
    if (part || CustomerKeys.isIn(request.http())) {
      try (ObjectReader reader = Versions.open(store, request.objectKey(), version)) {
        CustomerKeys.unlock(request.http(), reader);
        Map<String, String> headers = headers(request, reader.info());
        RangeRequest.Part wanted = part ? PartRead.find(request, reader, headers) : null;
        ObjectResponse.head(request.http(), request.response(), reader.info(), headers, wanted);
      }
      return;
    }
    ObjectInfo info = Versions.stat(store, request.objectKey(), version);
    CustomerKeys.requireNone(info);
    ObjectResponse.head(request.http(), request.response(), info, headers(request, info), null);
  }

  private Map<String, String> headers(S3Request request, ObjectInfo info) {
    Map<String, String> headers = ReadHeaders.of(request, info);
    Versions.describe(store, info, headers);
    return headers;
  }

  /** Throws {@link S3Exception} if there is no such object. */
  static ObjectInfo require(ObjectStore store, ObjectKey key) {
    return store
        .stat(key)
        .orElseThrow(() -> new S3Exception(S3Error.NO_SUCH_KEY, "there is no object " + key));
  }
}
