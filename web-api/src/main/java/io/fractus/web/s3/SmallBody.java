// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** A body that fits memory, such as XML. Stateless. */
final class SmallBody {
  private SmallBody() {}

  /** All of it, checked; throws {@link S3Exception} if there is too much. */
  static byte[] read(S3Request request) throws IOException {
    return read(request.openBody(), Limits.XML_BODY_BYTES_MAX);
  }

  /** All of it, checked; throws {@link S3Exception} if there is too much. */
  static byte[] read(CheckedBody body, int max) throws IOException {
    byte[] bytes = body.readNBytes(max);
    if (bytes.length == max && body.read() >= 0) {
      throw new S3Exception(S3Error.MALFORMED_XML, "the body has more than " + max + " bytes");
    }
    return bytes;
  }
}
