// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
import io.fractus.web.access.CannedAcl;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/** POST {@code ?uploads}: an object begins that will come in parts. */
final class CreateUpload implements S3Operation {
  private final ObjectStore store;
  private final LockHeaders locks;

  CreateUpload(ObjectStore store, LockHeaders locks) {
    this.store = store;
    this.locks = locks;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HttpServletRequest http = request.http();
    UploadRequest upload =
        new UploadRequest(
            request.objectKey(),
            Optional.ofNullable(http.getContentType()),
            PutObject.metadata(http),
            StorageClasses.layout(http.getHeader("x-amz-storage-class")),
            UploadChecksums.named(http),
            Tags.ofHeader(http),
            locks.of(http::getHeader, request.bucket()),
            CustomerKeys.of(http::getHeader));
    Optional<CannedAcl> acl = Acls.ofHeader(http, store, request.bucket());
    SmallBody.read(request);
    UploadInfo info = store.uploads().create(upload);
    acl.filter(given -> given != CannedAcl.PRIVATE)
        .ifPresent(given -> store.book().setAcl(info, given.text()));
    Encryption.write(http, request.response());
    info.checksum()
        .ifPresent(checksum -> {
          request.response().setHeader("x-amz-checksum-algorithm", checksum.algorithm());
          request
              .response()
              .setHeader(UploadChecksums.TYPE, UploadChecksums.type(checksum.composite()));
        });
    request.reply(
        XmlDocument.result("InitiateMultipartUploadResult")
            .element("Bucket", request.bucket())
            .element("Key", info.key().key())
            .element("UploadId", info.uploadId()));
  }
}
