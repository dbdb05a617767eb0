// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.Versioning;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's memory of what it acknowledged. Every method that changes something returns once
 * the change is on disk. Thread-safe.
 */
public final class Catalog implements AutoCloseable {
  /*
   * The life of a version of an object, each step one transaction:
   *
   *   begin ─▶ uploads ─commit─▶ objects ─replaced or deleted─▶ doomed ─▶ garbage ─▶ (nothing)
   *               │               │  ▲ shown again                ▲ ▲
   *               │         hidden▼  │                            │ │
   *               │              old_versions ──────deleted───────┘ │
   *               └────────── given up, or found at a start ────────┘
   *
   * A part of a multipart upload goes the same way, into the parts of what will be an object.
   *
   * Stripes and bits are written while the upload runs, before any node is told of them: whatever
   * is killed, each bit that a node may hold is of an object, of an upload, doomed, or garbage. A
   * small object has none of its own, it lies in a pack: that goes the same way with all of them.
   */

  private final Database database;
  private final MultipartCatalog multipart;
  private final PackCatalog packs;
  private final VersionCatalog versions;
  private final LifecycleCatalog lifecycles;
  private final RepairCatalog repair;
  private final RemainsCatalog remains;
  private final LockCatalog locks;

  private Catalog(Database database) {
    this.database = database;
    this.versions = new VersionCatalog(database);
    this.lifecycles = new LifecycleCatalog(database);
    this.repair = new RepairCatalog(database);
    this.remains = new RemainsCatalog(database);
    this.locks = new LockCatalog(database);
    this.multipart = new MultipartCatalog(database);
    this.packs = new PackCatalog(database);
  }

  /** What it knows of objects that come in parts. */
  public MultipartCatalog multipart() {
    return multipart;
  }

  /**
   * Opens the catalog in a file, making it if it is not there; dooms the uploads that were cut off.
   */
  public static Catalog open(Path file) {
    Catalog catalog = new Catalog(Database.open(file, "db/catalog"));
    catalog.database.write(connection -> {
      Sql.update(connection, "INSERT INTO doomed (id) SELECT id FROM uploads");
      return Sql.update(connection, "DELETE FROM uploads");
    });
    return catalog;
  }

  /**
   * What it knows of owners, settings and usage.
   *
   * @param clock says when buckets are made
   */
  public BucketBook book(InstantSource clock) {
    return new AccessCatalog(database, clock);
  }

  /** What it knows of lifecycles. */
  public LifecycleCatalog lifecycles() {
    return lifecycles;
  }

  /** What it knows of bits by their names. */
  public RepairCatalog repair() {
    return repair;
  }

  /** What is left of what was deleted. */
  public RemainsCatalog remains() {
    return remains;
  }

  /** What it knows of locks. */
  public LockCatalog locks() {
    return locks;
  }

  /** What it knows of versions of objects. */
  public VersionCatalog versions() {
    return versions;
  }

  /** What it knows of packs of small objects. */
  public PackCatalog packs() {
    return packs;
  }

  public void createBucket(String name, Instant created) {
    database.write(connection -> {
      BucketTable.create(connection, name, created);
      return null;
    });
  }

  /** Throws BUCKET_NOT_EMPTY if it has objects; unfinished uploads in it are given up. */
  public void deleteBucket(String name) {
    database.write(connection -> {
      requireBucket(connection, name);
      if (ObjectTable.hasAny(connection, name) || VersionTable.hasAny(connection, name)) {
        throw new StoreException(
            Code.BUCKET_NOT_EMPTY,
            "the bucket " + name + " has objects, or old versions: delete them first");
      }
      Sql.update(
          connection, "INSERT INTO doomed (id) SELECT id FROM multiparts WHERE bucket = ?", name);
      Sql.update(connection, "DELETE FROM multiparts WHERE bucket = ?", name);
      return Sql.update(connection, "DELETE FROM buckets WHERE name = ?", name);
    });
  }

  public Optional<BucketInfo> bucket(String name) {
    return database.read(connection -> BucketTable.find(connection, name));
  }

  public List<BucketInfo> buckets() {
    return database.read(BucketTable::all);
  }

  /** What is put into a bucket without naming a class or a layout; throws NO_SUCH_BUCKET. */
  public StorageClass storageClass(String bucket) {
    return database.read(connection -> {
      requireBucket(connection, bucket);
      return BucketTable.storageClass(connection, bucket).orElseThrow();
    });
  }

  /** Says it for what is put from now on; throws NO_SUCH_BUCKET. */
  public void setStorageClass(String bucket, StorageClass storageClass) {
    database.write(connection -> {
      requireBucket(connection, bucket);
      BucketTable.set(connection, bucket, storageClass);
      return null;
    });
  }

  /** One of the keys of objects and of unfinished uploads, if there are any. */
  public Optional<WrappedKey> anyKey() {
    return database.read(connection ->
        ObjectTable.anyKey(connection)
            .or(() -> VersionTable.anyKey(connection))
            .or(() -> UploadTable.anyKey(connection)));
  }

  /** The object at a key; throws NO_SUCH_BUCKET. */
  public Optional<StoredObject> find(ObjectKey key) {
    return database.read(connection -> {
      requireBucket(connection, key.bucket());
      return ObjectTable.find(connection, key)
          .map(object -> object.in(PackTable.slot(connection, object.id())));
    });
  }

  /** One page of a listing; throws NO_SUCH_BUCKET. */
  public ObjectListing list(ListRequest request) {
    return database.read(connection -> {
      requireBucket(connection, request.bucket());
      return new Listing(connection, request).page();
    });
  }

  /** An upload starts; throws NO_SUCH_BUCKET. */
  public void begin(String objectId, ObjectKey key, Instant now) {
    database.write(connection -> {
      requireBucket(connection, key.bucket());
      return Sql.update(
          connection,
          "INSERT INTO uploads (id, started) VALUES (?, ?)",
          objectId,
          now.toEpochMilli());
    });
  }

  /** A stripe of an upload is staged. */
  public void addStripe(StoredStripe stripe) {
    database.write(connection -> {
      StripeTable.insert(connection, stripe);
      return null;
    });
  }

  /**
   * The upload becomes the object at its key, in place of what is there or as a version of it.
   *
   * @param precondition looks at what is there, and throws to leave it
   * @return what it is now
   */
  public ObjectInfo commit(StoredObject object, Precondition precondition) {
    return database.write(connection -> {
      ObjectInfo info = put(connection, object, precondition);
      Sql.update(connection, "DELETE FROM uploads WHERE id = ?", object.id());
      return info;
    });
  }

  /** Throws before it changes anything. */
  static ObjectInfo put(Connection connection, StoredObject object, Precondition precondition) {
    ObjectKey key = object.info().key();
    Versioning versioning = VersionRules.require(connection, key.bucket());
    Optional<StoredObject> present = ObjectTable.find(connection, key);
    precondition.check(present.map(StoredObject::info));
    return VersionRules.put(connection, versioning, object, present);
  }

  /** An upload is given up. */
  public void abandon(String objectId) {
    database.write(connection -> {
      // Not by its name alone: a commit that failed on its way back may be on disk.
      Sql.update(
          connection, "INSERT INTO doomed (id) SELECT id FROM uploads WHERE id = ?", objectId);
      return Sql.update(connection, "DELETE FROM uploads WHERE id = ?", objectId);
    });
  }

  /** Deletes an object that is in no bucket with versioning; tells whether there was one. */
  boolean delete(ObjectKey key) {
    return versions.delete(key, Optional.empty(), "", Instant.EPOCH).found();
  }

  /** Gives an object other tags; throws NO_SUCH_BUCKET or NO_SUCH_KEY. */
  public void tag(ObjectKey key, Map<String, String> tags) {
    database.write(connection -> {
      requireBucket(connection, key.bucket());
      if (!ObjectTable.tag(connection, key, tags)) {
        throw new StoreException(Code.NO_SUCH_KEY, "there is no object at " + key);
      }
      return null;
    });
  }

  /**
   * Stripes of an object that hold bytes of a range, in their order; those of a part have the id
   * and the numbers that they have in it.
   *
   * @param from first byte of the range
   * @param to one past its last
   * @param max at most so many, the first ones
   */
  public List<StoredStripe> stripes(String objectId, long from, long to, int max) {
    return database.read(connection -> StripeTable.covering(connection, objectId, from, to, max));
  }

  /** How many stripes of an object begin before one of its bytes. */
  public long stripesBefore(String objectId, long offset) {
    return database.read(connection -> StripeTable.before(connection, objectId, offset));
  }

  /**
   * Stripes of objects and of uploads with bits that are still staged, the oldest first.
   *
   * @param skip so many of them are left out
   * @param max at most so many
   */
  public List<StoredStripe> stagedStripes(int skip, int max) {
    return database.read(connection -> StripeTable.staged(connection, skip, max));
  }

  /**
   * Makes garbage of the bits of a stripe that are nobody's any more. Whoever placed a stripe calls
   * this afterwards: it may have been released in the meantime, and would be held for ever.
   */
  public void disownIfGone(StoredStripe stripe) {
    database.write(connection -> {
      // By bit: the stripe may have other bits by now, and these be under another name.
      for (InfoHash bit : stripe.infoHashes()) {
        if (!StripeTable.has(connection, bit)) {
          Sql.update(
              connection, "INSERT OR IGNORE INTO garbage (info_hash) VALUES (?)", bit.bytes());
        }
      }
      return null;
    });
  }

  /** Every bit that the staging area should have. */
  public List<StoredBit> stagedBits() {
    return database.read(StripeTable::stagedBits);
  }

  /** These bits are no longer staged. */
  public void unstage(List<InfoHash> bits) {
    database.write(connection -> {
      for (InfoHash bit : bits) {
        Sql.update(connection, "UPDATE bits SET staged = 0 WHERE info_hash = ?", bit.bytes());
      }
      return null;
    });
  }

  @Override
  public void close() {
    database.close();
  }

  static void doom(Connection connection, StoredObject object) {
    Sql.update(connection, "DELETE FROM objects WHERE id = ?", object.id());
    doomStripes(connection, object);
  }

  /** What was the object's is nobody's any more. */
  static void doomStripes(Connection connection, StoredObject object) {
    if (!PackTable.release(connection, object.id())) {
      Sql.update(connection, "INSERT INTO doomed (id) VALUES (?)", object.id());
    }
  }

  static void requireBucket(Connection connection, String name) {
    if (BucketTable.find(connection, name).isEmpty()) {
      throw new StoreException(Code.NO_SUCH_BUCKET, "there is no bucket " + name);
    }
  }

  /** A condition on what an upload would replace. */
  @FunctionalInterface
  public interface Precondition {
    /** Throws PRECONDITION_FAILED if it does not hold. */
    void check(Optional<ObjectInfo> present);
  }
}
