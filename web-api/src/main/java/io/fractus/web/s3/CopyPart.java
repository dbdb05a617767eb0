// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.INVALID_ARGUMENT;
import static io.fractus.web.s3.error.S3Error.INVALID_REQUEST;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.UploadInfo;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RangeRequest;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PUT {@code ?partNumber&uploadId} with {@code x-amz-copy-source}: a part out of an object. */
final class CopyPart implements S3Operation {
  private static final String RANGE_HEADER = "x-amz-copy-source-range";
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

  private final ObjectStore store;

  CopyPart(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    int number = UploadIds.part(request);
    UploadInfo upload = store.uploads().upload(request.objectKey(), UploadIds.upload(request));
    SmallBody.read(request);
    ObjectReader reader = CopySource.open(store, request.http());
    try {
      Versions.shown(store, reader.info())
          .ifPresent(name -> request.response().setHeader(CopySource.VERSION_HEADER, name));
      CustomerKeys.unlockSource(request.http(), reader);
      CopySource.check(request.http(), reader.info());
      RangeRequest.Part range = range(request.http().getHeader(RANGE_HEADER), reader.info().size());
      SlowAnswer.give(
          request,
          () -> {
            try (reader;
                ObjectStream bytes = new ObjectStream(reader, range.offset(), range.length())) {
              Optional<CustomerKey> key = CustomerKeys.of(request.http()::getHeader);
              return result(put(upload, number, range.length(), bytes, key));
            }
          });
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private PartInfo put(
      UploadInfo upload, int number, long length, ObjectStream bytes, Optional<CustomerKey> key)
      throws IOException {
    SummedBody summed =
        new SummedBody(bytes, upload.checksum().map(c -> ChecksumAlgorithm.valueOf(c.algorithm())));
    return store
        .uploads()
        .put(
            new PartRequest(
                upload.key(),
                upload.uploadId(),
                number,
                OptionalLong.of(length),
                summed::checksum,
                key),
            summed);
  }

  /** All of the object, or a range that names both ends and is within it. */
  private static RangeRequest.Part range(@Nullable String header, long size) {
    RangeRequest.Part part = header == null ? new RangeRequest.Part(0, size) : parse(header);
    if (part.offset() + part.length() > size) {
      throw new S3Exception(
          INVALID_ARGUMENT, RANGE_HEADER + " is not within the source of " + size + " bytes");
    }
    if (part.length() > MultipartUploads.PART_BYTES_MAX) {
      throw new S3Exception(INVALID_REQUEST, "a part has at most 5 GiB: copy a range");
    }
    return part;
  }

  private static RangeRequest.Part parse(String header) {
    Matcher matcher = RANGE.matcher(header.strip());
    long first = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    long last = matcher.matches() ? Long.parseLong(matcher.group(2)) : -1;
    if (last < first) {
      throw new S3Exception(INVALID_ARGUMENT, RANGE_HEADER + " must be bytes=first-last");
    }
    return new RangeRequest.Part(first, last - first + 1);
  }

  private static XmlDocument result(PartInfo part) {
    XmlDocument xml =
        XmlDocument.result("CopyPartResult")
            .element("LastModified", ListingXml.timestamp(part.lastModified()))
            .element("ETag", ObjectResponse.quoted(part.etag()));
    part.checksum()
        .ifPresent(checksum ->
            xml.element(
                ChecksumAlgorithm.valueOf(checksum.algorithm()).element(), checksum.value()));
    return xml;
  }
}
