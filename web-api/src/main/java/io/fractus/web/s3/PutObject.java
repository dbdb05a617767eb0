// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PutRequest;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.ObjectHeaders;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PUT of an object, with its bytes in the body or out of another object. */
final class PutObject implements S3Operation {
  private final ObjectStore store;
  private final LockHeaders locks;
  private final CopyObject copy;

  PutObject(ObjectStore store, LockHeaders locks) {
    this.store = store;
    this.locks = locks;
    this.copy = new CopyObject(store, locks);
  }

  @Override
  public void run(S3Request request) throws IOException {
    HttpServletRequest http = request.http();
    if (CopySource.isIn(http)) {
      copy.run(request);
      return;
    }
    refuseParts(request);
    Map<String, String> metadata = metadata(http);
    Optional<CannedAcl> acl = Acls.ofHeader(http, store, request.bucket());
    ObjectLock lock = locks.of(http::getHeader, request.bucket());
    CheckedBody body = request.openBody();
    SummedBody summed = new SummedBody(body, ChecksumAlgorithm.of(http));
    ObjectInfo info =
        store.put(
            new PutRequest(
                request.objectKey(),
                body.declared(),
                Optional.ofNullable(http.getContentType()),
                metadata,
                StorageClasses.layout(http.getHeader("x-amz-storage-class")),
                ifNoneMatchAny(http.getHeader("If-None-Match")),
                Optional.ofNullable(http.getHeader("If-Match")).map(PutObject::unquoted),
                summed::checksum,
                Tags.ofHeader(http),
                lock,
                CustomerKeys.of(http::getHeader)),
            summed);
    Acls.give(store, info, acl);
    request.response().setHeader("ETag", ObjectResponse.quoted(info.etag()));
    Versions.write(request, store, info);
    Encryption.write(http, request.response());
    info.checksum().ifPresent(checksum -> UploadChecksums.write(request.response(), checksum));
  }

  /** What was meant as a piece of an object must not take the place of all of it. */
  private static void refuseParts(S3Request request) {
    if (request.query().has("partNumber")) {
      throw new S3Exception(
          S3Error.INVALID_ARGUMENT, "a partNumber needs the uploadId of its upload");
    }
    if (request.http().getHeader("x-amz-write-offset-bytes") != null) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "bytes cannot be added to an object: put it anew");
    }
  }

  /** What is stored of the headers; throws {@link S3Exception} if that is too much. */
  static Map<String, String> metadata(HttpServletRequest http) {
    return checked(ObjectHeaders.metadata(http));
  }

  /** The same, of what stands elsewhere. */
  static Map<String, String> checked(Map<String, String> metadata) {
    if (!ObjectHeaders.isRedirect(metadata.getOrDefault(ObjectHeaders.REDIRECT, "/"))) {
      throw new S3Exception(
          S3Error.INVALID_REDIRECT_LOCATION,
          "a redirect location begins with 'http://', 'https://' or '/', and is encoded");
    }
    if (ObjectHeaders.tooLarge(metadata)) {
      throw new S3Exception(S3Error.METADATA_TOO_LARGE, "the metadata is more than 2 KB");
    }
    return metadata;
  }

  static boolean ifNoneMatchAny(@Nullable String header) {
    if (header != null && !header.strip().equals("*")) {
      throw new S3Exception(
          S3Error.NOT_IMPLEMENTED, "a put takes no If-None-Match but *, for S3 has no other");
    }
    return header != null;
  }

  static String unquoted(String etag) {
    return etag.strip().replace("\"", "");
  }
}
