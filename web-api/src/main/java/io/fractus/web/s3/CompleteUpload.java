// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest.UploadChecksum;
import io.fractus.web.Limits;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.PercentCoding;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** POST {@code ?uploadId}: parts become an object. */
final class CompleteUpload implements S3Operation {
  private final ObjectStore store;
  private final MultipartUploads uploads;

  CompleteUpload(ObjectStore store) {
    this.store = store;
    this.uploads = store.uploads();
  }

  @Override
  public void run(S3Request request) throws IOException {
    HttpServletRequest http = request.http();
    ObjectKey key = request.objectKey();
    String uploadId = UploadIds.upload(request);
    Optional<UploadChecksum> checksum = checksum(key, uploadId);
    CompleteBody body =
        CompleteBody.parse(
            SmallBody.read(request.openBodyOfCompletion(), Limits.COMPLETE_BODY_BYTES_MAX));
    CompleteRequest complete =
        new CompleteRequest(
            key,
            uploadId,
            body.parts(),
            PutObject.ifNoneMatchAny(http.getHeader("If-None-Match")),
            Optional.ofNullable(http.getHeader("If-Match")).map(PutObject::unquoted),
            parts -> UploadChecksums.ofObject(http, checksum, body, parts));
    SlowAnswer.give(
        request,
        () -> {
          ObjectInfo info = uploads.complete(complete);
          if (!request.response().isCommitted()) {
            Versions.write(request, store, info);
            if (!info.customerKey()) {
              Encryption.write(http, request.response());
            }
          }
          return result(request, info);
        });
  }

  /** Of an upload under way; one that was completed before has none to make any more. */
  private Optional<UploadChecksum> checksum(ObjectKey key, String uploadId) {
    try {
      UploadInfo upload = uploads.upload(key, uploadId);
      return upload.checksum();
    } catch (StoreException e) {
      if (e.code() == StoreException.Code.NO_SUCH_UPLOAD) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static XmlDocument result(S3Request request, ObjectInfo info) {
    String path = info.key().bucket() + "/" + PercentCoding.encodePath(info.key().key());
    XmlDocument xml =
        XmlDocument.result("CompleteMultipartUploadResult")
            .element("Location", ObjectUrl.origin(request) + "/" + path)
            .element("Bucket", info.key().bucket())
            .element("Key", info.key().key())
            .element("ETag", ObjectResponse.quoted(info.etag()));
    info.checksum().ifPresent(checksum -> UploadChecksums.write(xml, checksum));
    return xml;
  }
}
