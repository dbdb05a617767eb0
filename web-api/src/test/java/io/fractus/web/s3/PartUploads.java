// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.io.ByteArrayOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads of one object in parts, with AWS's own client. */
record PartUploads(S3Client s3, String bucket, String key) {
  /** The id of a new one. */
  String begin() {
    return s3.createMultipartUpload(b -> b.bucket(bucket).key(key)).uploadId();
  }

  CompletedPart put(String id, int number, byte[] bytes) {
    UploadPartResponse put =
        s3.uploadPart(
            b -> b.bucket(bucket).key(key).uploadId(id).partNumber(number),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder().partNumber(number).eTag(put.eTag()).build();
  }

  CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
    return s3.completeMultipartUpload(
        b -> b.bucket(bucket).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  /** What becomes of parts. */
  static byte[] joined(byte[]... all) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] bytes : all) {
      joined.writeBytes(bytes);
    }
    return joined.toByteArray();
  }
}
