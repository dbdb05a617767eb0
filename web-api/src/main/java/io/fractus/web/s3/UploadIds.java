// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.MultipartUploads;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;

/** The parameters that name an upload and a part of it. Stateless. */
final class UploadIds {
  private UploadIds() {}

  static String upload(S3Request request) {
    return request.query().get("uploadId", "");
  }

  /** Throws {@link S3Exception} if it is not the number of a part. */
  static int part(S3Request request) {
    String digits = request.query().get("partNumber", "");
    int number = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    if (number < 1 || number > MultipartUploads.PARTS_MAX) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT,
          "partNumber must be a number from 1 to " + MultipartUploads.PARTS_MAX);
    }
    return number;
  }
}
