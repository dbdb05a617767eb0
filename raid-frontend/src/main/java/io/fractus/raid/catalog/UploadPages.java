// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** One page of a listing of uploads, in the making: a skip scan, as {@link Listing} is. */
final class UploadPages {
  private final Connection connection;
  private final UploadListRequest request;
  private final List<UploadInfo> uploads = new ArrayList<>();
  private final CommonPrefixes prefixes;
  private final BatchSize batch;
  private String lastKey = "";
  private String lastUpload = "";

  UploadPages(Connection connection, UploadListRequest request) {
    this.connection = connection;
    this.request = request;
    this.prefixes = new CommonPrefixes(request.prefix(), request.delimiter());
    this.batch = new BatchSize(!request.delimiter().isEmpty());
  }

  UploadListing page() {
    if (request.max() == 0) {
      return done(false);
    }
    String cursor = start();
    String upload = request.afterUpload();
    while (true) {
      int size = batch.of(request.max() - entries() + 1);
      List<UploadInfo> found =
          UploadTable.scan(connection, request.bucket(), cursor, upload, request.prefix(), size);
      int hidden = 0;
      for (UploadInfo info : found) {
        String key = info.key().key();
        if (!key.startsWith(request.prefix())) {
          return done(false);
        }
        if (prefixes.hides(key)) {
          hidden++;
        } else if (entries() == request.max()) {
          return done(true);
        } else {
          add(info);
        }
      }
      if (found.size() < size) {
        return done(false);
      }
      batch.came(size, hidden);
      String key = found.getLast().key().key();
      cursor = prefixes.behind(key);
      upload = prefixes.hides(key) ? "" : found.getLast().uploadId();
    }
  }

  /** A marker that names an upload is no common prefix, whatever its key ends in. */
  private String start() {
    String after = request.afterKey();
    return request.afterUpload().isEmpty() ? prefixes.start(after) : after;
  }

  /** Adds an upload or its common prefix. */
  private void add(UploadInfo upload) {
    String key = upload.key().key();
    if (prefixes.rollsUp(key)) {
      lastKey = prefixes.found().getLast();
      lastUpload = "";
    } else {
      uploads.add(upload);
      lastKey = key;
      lastUpload = upload.uploadId();
    }
  }

  private int entries() {
    return uploads.size() + prefixes.found().size();
  }

  private UploadListing done(boolean more) {
    return new UploadListing(
        uploads, prefixes.found(), more, more ? lastKey : "", more ? lastUpload : "");
  }
}
