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
  private final List<String> prefixes = new ArrayList<>();
  private final BatchSize batch;
  private String lastKey = "";
  private String lastUpload = "";

  /** The common prefix that the last keys rolled up into, or empty. */
  private String hiding = "";

  UploadPages(Connection connection, UploadListRequest request) {
    this.connection = connection;
    this.request = request;
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
        if (isHidden(key)) {
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
      cursor = isHidden(key) ? KeyCursor.behind(hiding, key) : key;
      upload = isHidden(key) ? "" : found.getLast().uploadId();
    }
  }

  private String start() {
    String after = request.afterKey();
    boolean rolledUp =
        !request.delimiter().isEmpty()
            && request.afterUpload().isEmpty()
            && after.endsWith(request.delimiter())
            && after.startsWith(request.prefix())
            && after.length() > request.prefix().length();
    hiding = rolledUp ? after : "";
    return rolledUp ? KeyCursor.behind(after, after) : after;
  }

  private boolean isHidden(String key) {
    return !hiding.isEmpty() && key.startsWith(hiding);
  }

  /** Adds an upload or its common prefix. */
  private void add(UploadInfo upload) {
    String key = upload.key().key();
    int end =
        request.delimiter().isEmpty()
            ? -1
            : key.indexOf(request.delimiter(), request.prefix().length());
    if (end < 0) {
      uploads.add(upload);
      lastKey = key;
      lastUpload = upload.uploadId();
      return;
    }
    hiding = key.substring(0, end + request.delimiter().length());
    prefixes.add(hiding);
    lastKey = hiding;
    lastUpload = "";
  }

  private int entries() {
    return uploads.size() + prefixes.size();
  }

  private UploadListing done(boolean more) {
    return new UploadListing(uploads, prefixes, more, more ? lastKey : "", more ? lastUpload : "");
  }
}
