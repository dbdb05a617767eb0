// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Sql;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest.UploadChecksum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of unfinished multipart uploads. */
final class UploadTable {
  /*
   * The name of an upload is the time of its start, twelve hexadecimal digits, and the id of its
   * object: so names sort by time, and a listing goes on behind an upload that is gone by now.
   */
  private static final String COLUMNS =
      "id, bucket, object_key, started, content_type, metadata, layout, checksum, tags,"
          + " storage_class, lock_mode, retain_until, legal_hold";

  private static final int TIME_DIGITS = 12;
  private static final int HEX = 16;

  private UploadTable() {}

  static String name(String id, Instant started) {
    return "%012x%s".formatted(started.toEpochMilli(), id);
  }

  /** The id of the object in the name of an upload; something that no object has if it is none. */
  static String id(String uploadId) {
    return uploadId.length() <= TIME_DIGITS ? "" : uploadId.substring(TIME_DIGITS);
  }

  static void insert(Connection connection, StoredUpload upload, byte[] wrappedKey) {
    UploadInfo info = upload.info();
    Sql.update(
        connection,
        "INSERT INTO multiparts ("
            + COLUMNS
            + ", wrapped_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        upload.id(),
        info.key().bucket(),
        info.key().key(),
        info.started().toEpochMilli(),
        upload.contentType(),
        Columns.write(upload.metadata()),
        info.layout(),
        Columns.write(info.checksum().map(c -> new Checksum(c.algorithm(), "", c.composite()))),
        Columns.write(upload.tags()),
        info.storageClass().name(),
        Columns.mode(upload.lock()),
        Columns.until(upload.lock()),
        upload.lock().legalHold() ? 1 : 0,
        wrappedKey);
  }

  static Optional<StoredUpload> find(Connection connection, ObjectKey key, String uploadId) {
    return Sql.queryFirst(
            connection,
            "SELECT " + COLUMNS + " FROM multiparts WHERE id = ? AND bucket = ? AND object_key = ?",
            UploadTable::map,
            id(uploadId),
            key.bucket(),
            key.key())
        .filter(upload -> upload.info().uploadId().equals(uploadId));
  }

  static Optional<WrappedKey> anyKey(Connection connection) {
    return Sql.queryFirst(
        connection,
        "SELECT id, wrapped_key FROM multiparts LIMIT 1",
        row -> new WrappedKey(row.getString(1), row.getBytes(2)));
  }

  static byte[] wrappedKey(Connection connection, String id) {
    return Sql.queryFirst(
            connection,
            "SELECT wrapped_key FROM multiparts WHERE id = ?",
            row -> row.getBytes(1),
            id)
        .orElseThrow();
  }

  /**
   * Uploads by key, then time.
   *
   * @param afterKey only those of keys that come after this one
   * @param afterUpload and those of this key that come after this upload; empty for none of them
   * @param from only keys that are this one or come after it
   */
  static List<UploadInfo> scan(
      Connection connection,
      String bucket,
      String afterKey,
      String afterUpload,
      String from,
      int max) {
    String all = "SELECT " + COLUMNS + " FROM multiparts WHERE bucket = ? AND ";
    String order = " ORDER BY object_key, started, id LIMIT ?";
    KeyCursor cursor = KeyCursor.of(afterKey, from);
    if (afterUpload.isEmpty() || !cursor.behind()) {
      return Sql.query(
          connection,
          all + cursor.condition() + order,
          row -> map(row).info(),
          bucket,
          cursor.key(),
          max);
    }
    return Sql.query(
        connection,
        all + "(object_key, started, id) > (?, ?, ?)" + order,
        row -> map(row).info(),
        bucket,
        afterKey,
        started(afterUpload),
        id(afterUpload),
        max);
  }

  private static long started(String uploadId) {
    try {
      return Long.parseLong(uploadId.substring(0, Math.min(TIME_DIGITS, uploadId.length())), HEX);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static StoredUpload map(ResultSet row) throws SQLException {
    Instant started = Instant.ofEpochMilli(row.getLong(4));
    UploadInfo info =
        new UploadInfo(
            new ObjectKey(row.getString(2), row.getString(3)),
            name(row.getString(1), started),
            started,
            row.getString(7),
            Columns.readChecksum(row.getString(8))
                .map(c -> new UploadChecksum(c.algorithm(), c.composite())),
            StorageClass.valueOf(row.getString(10)));
    return new StoredUpload(
        row.getString(1),
        info,
        row.getString(5),
        Columns.readMap(row.getString(6)),
        Columns.readMap(row.getString(9)),
        Columns.readLock(row, 11));
  }
}
