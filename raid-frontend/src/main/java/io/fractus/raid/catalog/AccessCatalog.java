// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.BucketLock;
import io.fractus.raid.object.BucketNames;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.Versioning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the catalog knows of owners, settings, grants and usage. Thread-safe. */
final class AccessCatalog implements BucketBook {
  private static final String OWNER = "coalesce(o.owner, '" + ROOT + "')";
  private static final String BUCKETS =
      " FROM buckets b LEFT JOIN bucket_owners o ON o.bucket = b.name";

  private final Database database;
  private final InstantSource clock;

  AccessCatalog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void create(String bucket, String owner, boolean locked) {
    BucketNames.checkNew(bucket);
    Instant now = clock.instant();
    database.write(connection -> {
      BucketTable.create(connection, bucket, now);
      if (locked) {
        BucketTable.set(connection, bucket, Versioning.ENABLED);
        LockRules.enable(connection, bucket, new BucketLock(true, Optional.empty()), now);
      }
      return Sql.update(
          connection, "INSERT INTO bucket_owners (bucket, owner) VALUES (?, ?)", bucket, owner);
    });
  }

  @Override
  public Optional<String> owner(String bucket) {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            "SELECT " + OWNER + BUCKETS + " WHERE b.name = ?",
            row -> row.getString(1),
            bucket));
  }

  @Override
  public List<BucketInfo> of(String owner) {
    return database.read(connection ->
        Sql.query(
            connection,
            "SELECT b.name, b.created" + BUCKETS + " WHERE " + OWNER + " = ? ORDER BY b.name",
            BucketTable::map,
            owner));
  }

  @Override
  public Optional<String> setting(String bucket, String name) {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            "SELECT document FROM bucket_settings WHERE bucket = ? AND name = ?",
            row -> row.getString(1),
            bucket,
            name));
  }

  @Override
  public void set(String bucket, String name, String document) {
    database.write(connection -> {
      Catalog.requireBucket(connection, bucket);
      Sql.update(
          connection, "DELETE FROM bucket_settings WHERE bucket = ? AND name = ?", bucket, name);
      return document.isEmpty()
          ? 0
          : Sql.update(
              connection,
              "INSERT INTO bucket_settings (bucket, name, document) VALUES (?, ?, ?)",
              bucket,
              name,
              document);
    });
  }

  @Override
  public Optional<String> acl(ObjectKey key) {
    return database.read(connection ->
        Sql.queryFirst(
            connection,
            "SELECT a.acl FROM object_acls a JOIN objects o ON o.id = a.object_id"
                + " WHERE o.bucket = ? AND o.object_key = ?",
            row -> row.getString(1),
            key.bucket(),
            key.key()));
  }

  @Override
  public void setAcl(ObjectInfo object, String acl) {
    database.write(connection -> {
      // Another put may have come between: its object must not get the grants of this one.
      int set =
          Sql.update(
              connection,
              "INSERT OR REPLACE INTO object_acls (object_id, acl) SELECT id, ? FROM objects"
                  + " WHERE bucket = ? AND object_key = ? AND etag = ? AND modified = ?",
              acl,
              object.key().bucket(),
              object.key().key(),
              object.etag(),
              object.lastModified().toEpochMilli());
      if (set == 0) {
        throw new StoreException(Code.NO_SUCH_KEY, "there is no object at " + object.key());
      }
      return null;
    });
  }

  @Override
  public void setAcl(UploadInfo upload, String acl) {
    database.write(connection -> {
      // The id of the upload will be that of the object.
      int set =
          Sql.update(
              connection,
              "INSERT OR REPLACE INTO object_acls (object_id, acl) SELECT id, ? FROM multiparts"
                  + " WHERE id = ?",
              acl,
              UploadTable.id(upload.uploadId()));
      if (set == 0) {
        throw new StoreException(
            Code.NO_SUCH_UPLOAD, "there is no upload " + upload.uploadId() + " any more");
      }
      return null;
    });
  }

  @Override
  public Usage usage(String owner) {
    return database.read(connection ->
        Sql.queryFirst(
                connection,
                "SELECT coalesce(sum(u.objects), 0), coalesce(sum(u.bytes), 0)"
                    + BUCKETS
                    + " JOIN bucket_usage u ON u.bucket = b.name WHERE "
                    + OWNER
                    + " = ?",
                row -> new Usage(row.getLong(1), row.getLong(2)),
                owner)
            .orElse(new Usage(0, 0)));
  }
}
