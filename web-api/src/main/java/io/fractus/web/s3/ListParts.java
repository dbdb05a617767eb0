// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.raid.object.UploadInfo;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import java.io.IOException;

/** GET {@code ?uploadId}: a page of the parts that an upload has. */
final class ListParts implements S3Operation {
  private final ObjectStore store;

  ListParts(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    RawQuery query = request.query();
    int after = ListParameters.number(query, "part-number-marker", 0);
    int max =
        Math.min(
            ListRequest.PAGE_MAX, ListParameters.number(query, "max-parts", ListRequest.PAGE_MAX));
    UploadInfo upload = store.uploads().upload(request.objectKey(), UploadIds.upload(request));
    PartListing listing = store.uploads().parts(upload.key(), upload.uploadId(), after, max);
    boolean more = listing.more() && max > 0;
    XmlDocument xml =
        XmlDocument.result("ListPartsResult")
            .element("Bucket", request.bucket())
            .element("Key", ListParameters.encodedKey(query, upload.key().key()))
            .element("UploadId", upload.uploadId())
            .element("PartNumberMarker", after)
            .element("MaxParts", max)
            .element("IsTruncated", more);
    if (more) {
      xml.element("NextPartNumberMarker", listing.parts().getLast().number());
    }
    ListUploads.describe(xml, upload, Owners.of(store, request.bucket()));
    listing.parts().forEach(part -> write(xml, part));
    request.reply(xml);
  }

  private static void write(XmlDocument xml, PartInfo part) {
    xml.open("Part")
        .element("PartNumber", part.number())
        .element("LastModified", ListingXml.timestamp(part.lastModified()))
        .element("ETag", ObjectResponse.quoted(part.etag()))
        .element("Size", part.size());
    part.checksum()
        .ifPresent(checksum ->
            xml.element(
                ChecksumAlgorithm.valueOf(checksum.algorithm()).element(), checksum.value()));
    xml.close();
  }
}
