// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PartInfo;
import io.fractus.web.http.RangeRequest;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameter {@code partNumber} of a read. Stateless. */
final class PartRead {
  private PartRead() {}

  static boolean isAsked(S3Request request) {
    return request.query().has("partNumber");
  }

  /**
   * Where the part is; an object that came whole is its own first part, and null is all of it.
   *
   * @param headers is given the number of parts
   * @throws S3Exception if there is no such part
   */
  static RangeRequest.@Nullable Part find(
      S3Request request, ObjectReader reader, Map<String, String> headers) {
    if (request.http().getHeader("Range") != null) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "a read has a Range or a partNumber, not both");
    }
    int number = UploadIds.part(request);
    if (reader.info().parts() == 0) {
      if (number > 1) {
        throw missing(number);
      }
      long size = reader.info().size();
      return size == 0 ? null : new RangeRequest.Part(0, size);
    }
    headers.put("x-amz-mp-parts-count", Integer.toString(reader.info().parts()));
    List<PartInfo> found = reader.parts(number - 1, 1).parts();
    if (found.isEmpty() || found.getFirst().number() != number) {
      throw missing(number);
    }
    PartInfo part = found.getFirst();
    return part.size() == 0 ? null : new RangeRequest.Part(part.offset(), part.size());
  }

  private static S3Exception missing(int number) {
    return new S3Exception(S3Error.INVALID_PART_NUMBER, "the object has no part " + number);
  }
}
