// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.UploadRequest;
import java.io.IOException;
import java.io.InputStream;

/** Uploads whose parts count from their first byte, and their objects when they are completed. */
final class QuotaUploads implements MultipartUploads {
  private final MultipartUploads uploads;
  private final Meter meter;

  QuotaUploads(MultipartUploads uploads, Meter meter) {
    this.uploads = uploads;
    this.meter = meter;
  }

  @Override
  public PartInfo put(PartRequest request, InputStream body) throws IOException {
    return meter.metered(
        request.key(), request.length(), body, 0, metered -> uploads.put(request, metered));
  }

  @Override
  public ObjectInfo complete(CompleteRequest request) {
    return meter.counted(request.key(), () -> uploads.complete(request));
  }

  @Override
  public UploadInfo create(UploadRequest request) {
    return uploads.create(request);
  }

  @Override
  public UploadInfo upload(ObjectKey key, String uploadId) {
    return uploads.upload(key, uploadId);
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    uploads.abort(key, uploadId);
  }

  @Override
  public PartListing parts(ObjectKey key, String uploadId, int after, int max) {
    return uploads.parts(key, uploadId, after, max);
  }

  @Override
  public UploadListing list(UploadListRequest request) {
    return uploads.list(request);
  }
}
