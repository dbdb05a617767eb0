// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** GET {@code ?attributes}: what is known of an object, without its bytes. */
final class GetAttributes implements S3Operation {
  private static final String HEADER = "x-amz-object-attributes";
  private static final Set<String> KNOWN =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final ObjectStore store;

  GetAttributes(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Optional<String> version = Versions.asked(request.query());
    Set<String> wanted = wanted(request.http());
    try (ObjectReader reader = Versions.open(store, request.objectKey(), version)) {
      CustomerKeys.unlock(request.http(), reader);
      ObjectInfo info = reader.info();
      Versions.write(request, store, info);
      XmlDocument xml = XmlDocument.result("GetObjectAttributesResponse");
      if (wanted.contains("ETag")) {
        xml.element("ETag", info.etag());
      }
      if (wanted.contains("Checksum")) {
        info.checksum()
            .ifPresent(checksum -> {
              UploadChecksums.write(xml.open("Checksum"), checksum);
              xml.close();
            });
      }
      if (wanted.contains("ObjectParts") && info.parts() > 0) {
        writeParts(request.http(), reader, xml);
      }
      if (wanted.contains("StorageClass")) {
        xml.element("StorageClass", info.storageClass());
      }
      if (wanted.contains("ObjectSize")) {
        xml.element("ObjectSize", info.size());
      }
      request.response().setHeader("Last-Modified", ObjectResponse.httpDate(info.lastModified()));
      request.reply(xml);
    }
  }

  private static Set<String> wanted(HttpServletRequest http) {
    Set<String> wanted = new TreeSet<>();
    for (String header : Collections.list(http.getHeaders(HEADER))) {
      for (String name : header.split(",", -1)) {
        if (!KNOWN.contains(name.strip())) {
          throw new S3Exception(
              S3Error.INVALID_ARGUMENT, "there is no attribute '" + name.strip() + "'");
        }
        wanted.add(name.strip());
      }
    }
    if (wanted.isEmpty()) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, HEADER + " must name attributes");
    }
    return wanted;
  }

  private static void writeParts(HttpServletRequest http, ObjectReader reader, XmlDocument xml) {
    int after = number(http, "x-amz-part-number-marker", 0);
    int max = Math.min(ListRequest.PAGE_MAX, number(http, "x-amz-max-parts", ListRequest.PAGE_MAX));
    PartListing listing = reader.parts(after, max);
    boolean more = listing.more() && max > 0;
    xml.open("ObjectParts")
        .element("PartsCount", reader.info().parts())
        .element("PartNumberMarker", after)
        .element("MaxParts", max)
        .element("IsTruncated", more);
    if (more) {
      xml.element("NextPartNumberMarker", listing.parts().getLast().number());
    }
    for (PartInfo part : listing.parts()) {
      xml.open("Part").element("PartNumber", part.number()).element("Size", part.size());
      part.checksum()
          .ifPresent(checksum ->
              xml.element(
                  ChecksumAlgorithm.valueOf(checksum.algorithm()).element(), checksum.value()));
      xml.close();
    }
    xml.close();
  }

  private static int number(HttpServletRequest http, String header, int otherwise) {
    String given = http.getHeader(header);
    if (given != null && !given.strip().matches("\\d{1,9}")) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, header + " must be a number");
    }
    return given == null ? otherwise : Integer.parseInt(given.strip());
  }
}
