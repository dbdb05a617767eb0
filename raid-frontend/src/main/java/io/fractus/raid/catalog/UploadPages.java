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
  private static final String HIGHEST = new String(Character.toChars(Character.MAX_CODE_POINT));
  private static final int BATCH = 256;

  private final Connection connection;
  private final UploadListRequest request;
  private final List<UploadInfo> uploads = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String lastKey = "";
  private String lastUpload = "";
  private boolean full;

  UploadPages(Connection connection, UploadListRequest request) {
    this.connection = connection;
    this.request = request;
  }

  UploadListing page() {
    if (request.max() == 0) {
      return done(false);
    }
    String cursor = start();
    String upload = request.afterUpload();
    while (true) {
      List<UploadInfo> batch =
          UploadTable.scan(connection, request.bucket(), cursor, upload, request.prefix(), BATCH);
      String skipped = "";
      for (UploadInfo found : batch) {
        if (!found.key().key().startsWith(request.prefix())) {
          return done(false);
        }
        skipped = add(found);
        if (full) {
          return done(true);
        }
        if (!skipped.isEmpty()) {
          break;
        }
      }
      if (batch.isEmpty()) {
        return done(false);
      }
      cursor = skipped.isEmpty() ? batch.getLast().key().key() : skipped;
      upload = skipped.isEmpty() ? batch.getLast().uploadId() : "";
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
    return rolledUp ? after + HIGHEST : after;
  }

  /** Adds an upload, or its common prefix and returns what to skip. */
  private String add(UploadInfo upload) {
    if (uploads.size() + prefixes.size() == request.max()) {
      full = true;
      return "";
    }
    String key = upload.key().key();
    int end =
        request.delimiter().isEmpty()
            ? -1
            : key.indexOf(request.delimiter(), request.prefix().length());
    if (end < 0) {
      uploads.add(upload);
      lastKey = key;
      lastUpload = upload.uploadId();
      return "";
    }
    lastKey = key.substring(0, end + request.delimiter().length());
    lastUpload = "";
    prefixes.add(lastKey);
    return lastKey + HIGHEST;
  }

  private UploadListing done(boolean more) {
    return new UploadListing(uploads, prefixes, more, more ? lastKey : "", more ? lastUpload : "");
  }
}
