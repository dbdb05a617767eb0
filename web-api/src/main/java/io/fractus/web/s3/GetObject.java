// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RangeRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** GET of an object, or of a range of it. */
final class GetObject implements S3Operation {
  private final ObjectStore store;

  GetObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Optional<String> version = Versions.asked(request.query());
    try (ObjectReader reader = Versions.open(store, request.objectKey(), version)) {
      CustomerKeys.unlock(request.http(), reader);
      Map<String, String> headers = ReadHeaders.of(request, reader.info());
      Versions.describe(store, reader.info(), headers);
      RangeRequest.Part part =
          PartRead.isAsked(request) ? PartRead.find(request, reader, headers) : null;
      ObjectResponse.get(request.http(), request.response(), reader, headers, part);
    }
  }
}
