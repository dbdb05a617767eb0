// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.MultipartCatalog;
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
import io.fractus.raid.write.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Objects that come in parts: the catalog and the writer put together. */
final class Multiparts implements MultipartUploads {
  private final MultipartCatalog catalog;
  private final ObjectWriter writer;
  private final Layouts layouts;
  private final InstantSource clock;
  private final Chore keeping;
  private final Chore reclaiming;

  Multiparts(
      MultipartCatalog catalog,
      ObjectWriter writer,
      Layouts layouts,
      InstantSource clock,
      Chore keeping,
      Chore reclaiming) {
    this.catalog = catalog;
    this.writer = writer;
    this.layouts = layouts;
    this.clock = clock;
    this.keeping = keeping;
    this.reclaiming = reclaiming;
  }

  @Override
  public UploadInfo create(UploadRequest request) {
    String name = layouts.name(request.key().bucket(), request.layout());
    return writer.create(request.with(name), layouts.of(name));
  }

  @Override
  public UploadInfo upload(ObjectKey key, String uploadId) {
    return catalog.find(key, uploadId);
  }

  @Override
  public PartInfo put(PartRequest request, InputStream body) throws IOException {
    Layout layout = Layout.parse(upload(request.key(), request.uploadId()).layout());
    try {
      PartInfo part = writer.put(request, layout, body);
      keeping.wake();
      return part;
    } finally {
      reclaiming.wake();
    }
  }

  @Override
  public ObjectInfo complete(CompleteRequest request) {
    ObjectInfo info = catalog.complete(request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    reclaiming.wake();
    return info;
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    catalog.abort(key, uploadId);
    reclaiming.wake();
  }

  @Override
  public PartListing parts(ObjectKey key, String uploadId, int after, int max) {
    return catalog.parts(key, uploadId, after, max);
  }

  @Override
  public UploadListing list(UploadListRequest request) {
    return catalog.list(request);
  }
}
