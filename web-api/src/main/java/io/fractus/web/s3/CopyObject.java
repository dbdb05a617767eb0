// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PutRequest;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.http.ObjectHeaders;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * PUT with {@code x-amz-copy-source}: an object is read and put again, so that it has a key and a
 * layout of its own.
 */
final class CopyObject implements S3Operation {
  private final ObjectStore store;
  private final LockHeaders locks;

  CopyObject(ObjectStore store, LockHeaders locks) {
    this.store = store;
    this.locks = locks;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HttpServletRequest http = request.http();
    ObjectKey key = request.objectKey();
    ObjectKey source = CopySource.key(http);
    boolean otherMetadata = isReplaced(http, "x-amz-metadata-directive");
    boolean otherTags = isReplaced(http, "x-amz-tagging-directive");
    Optional<String> layout = StorageClasses.layout(http.getHeader("x-amz-storage-class"));
    if (source.equals(key) && !otherMetadata && !otherTags) {
      requireChange(http);
    }
    Map<String, String> metadata = PutObject.metadata(http);
    Map<String, String> tags = Tags.ofHeader(http);
    Optional<CannedAcl> acl = Acls.ofHeader(http, store, request.bucket());
    ObjectLock lock = locks.of(http::getHeader, key.bucket());
    SmallBody.read(request);
    ObjectReader reader = CopySource.open(store, http);
    try {
      ObjectInfo from = reader.info();
      Versions.shown(store, from)
          .ifPresent(name -> request.response().setHeader(CopySource.VERSION_HEADER, name));
      CustomerKeys.unlockSource(http, reader);
      CopySource.check(http, from);
      checkSize(from);
      Optional<ChecksumAlgorithm> checksum = checksum(http, from);
      SlowAnswer.give(
          request,
          () -> {
            try (reader;
                ObjectStream bytes = new ObjectStream(reader, 0, from.size())) {
              SummedBody summed = new SummedBody(bytes, checksum);
              PutRequest put =
                  new PutRequest(
                      key,
                      OptionalLong.of(from.size()),
                      otherMetadata
                          ? Optional.ofNullable(http.getContentType())
                          : Optional.of(from.contentType()),
                      otherMetadata ? metadata : copied(from.metadata(), metadata),
                      layout,
                      PutObject.ifNoneMatchAny(http.getHeader("If-None-Match")),
                      Optional.ofNullable(http.getHeader("If-Match")).map(PutObject::unquoted),
                      summed::checksum,
                      otherTags ? tags : from.tags(),
                      lock,
                      CustomerKeys.of(http::getHeader));
              ObjectInfo made = store.put(put, summed);
              Acls.give(store, made, acl);
              if (!request.response().isCommitted()) {
                Versions.write(request, store, made);
                Encryption.write(http, request.response());
              }
              return result(made);
            }
          });
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Throws {@link S3Exception} if an object would be copied to itself and stay as it is. */
  private static void requireChange(HttpServletRequest http) {
    boolean changes =
        CopySource.version(http).isPresent()
            || http.getHeader("x-amz-storage-class") != null
            || http.getHeader(ObjectHeaders.REDIRECT) != null
            // AWS encrypts anew if it is asked for anything, be it what the object has.
            || http.getHeader("x-amz-server-side-encryption") != null
            || CustomerKeys.isIn(http)
            || CustomerKeys.ofSource(http).isPresent();
    if (!changes) {
      throw new S3Exception(
          INVALID_REQUEST,
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  /** A redirect is the source's own, or the request's. */
  private static Map<String, String> copied(Map<String, String> from, Map<String, String> given) {
    Map<String, String> copied = new HashMap<>(from);
    copied.remove(ObjectHeaders.REDIRECT);
    if (given.containsKey(ObjectHeaders.REDIRECT)) {
      copied.put(ObjectHeaders.REDIRECT, given.getOrDefault(ObjectHeaders.REDIRECT, ""));
    }
    return copied;
  }

  private static boolean isReplaced(HttpServletRequest http, String directive) {
    String value = http.getHeader(directive);
    if (value != null && !value.equals("COPY") && !value.equals("REPLACE")) {
      throw new S3Exception(INVALID_ARGUMENT, directive + " must be COPY or REPLACE");
    }
    return "REPLACE".equals(value);
  }

  /** The rule of S3: what is larger is copied in parts. */
  private static void checkSize(ObjectInfo source) {
    if (source.size() > MultipartUploads.PART_BYTES_MAX) {
      throw new S3Exception(
          INVALID_REQUEST, "the source has more than 5 GiB: copy it with a multipart upload");
    }
  }

  /** By what the client names, or by what the source has. */
  private static Optional<ChecksumAlgorithm> checksum(HttpServletRequest http, ObjectInfo source) {
    return Optional.ofNullable(http.getHeader("x-amz-checksum-algorithm"))
        .map(UploadChecksums::algorithm)
        .or(() -> source.checksum().map(Checksum::algorithm).map(ChecksumAlgorithm::valueOf));
  }

  private static XmlDocument result(ObjectInfo info) {
    XmlDocument xml =
        XmlDocument.result("CopyObjectResult")
            .element("LastModified", ListingXml.timestamp(info.lastModified()))
            .element("ETag", ObjectResponse.quoted(info.etag()));
    info.checksum().ifPresent(checksum -> UploadChecksums.write(xml, checksum));
    return xml;
  }
}
