// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.UploadInfo;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** PUT {@code ?partNumber&uploadId}: a part, with its bytes in the body or out of an object. */
final class UploadPart implements S3Operation {
  private final ObjectStore store;
  private final CopyPart copy;

  UploadPart(ObjectStore store) {
    this.store = store;
    this.copy = new CopyPart(store);
  }

  @Override
  public void run(S3Request request) throws IOException {
    if (CopySource.isIn(request.http())) {
      copy.run(request);
      return;
    }
    int number = UploadIds.part(request);
    UploadInfo upload = store.uploads().upload(request.objectKey(), UploadIds.upload(request));
    UploadChecksums.requireSame(ChecksumAlgorithm.of(request.http()), upload.checksum());
    CheckedBody body = request.openBody();
    if (body.declared().orElse(0) > MultipartUploads.PART_BYTES_MAX) {
      throw new S3Exception(S3Error.ENTITY_TOO_LARGE, "a part has at most 5 GiB");
    }
    SummedBody summed =
        new SummedBody(body, upload.checksum().map(c -> ChecksumAlgorithm.valueOf(c.algorithm())));
    PartInfo part =
        store
            .uploads()
            .put(
                new PartRequest(
                    upload.key(),
                    upload.uploadId(),
                    number,
                    body.declared(),
                    summed::checksum,
                    CustomerKeys.of(request.http()::getHeader)),
                summed);
    request.response().setHeader("ETag", ObjectResponse.quoted(part.etag()));
    Encryption.write(request.http(), request.response());
    part.checksum()
        .ifPresent(checksum ->
            request
                .response()
                .setHeader(
                    ChecksumAlgorithm.valueOf(checksum.algorithm()).header(), checksum.value()));
  }
}
