// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.raid.object.Versioning;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the catalog knows of versions of objects. Every method that changes something returns once
 * the change is on disk, and throws NO_SUCH_BUCKET. Thread-safe.
 */
public final class VersionCatalog {
  private final Database database;

  VersionCatalog(Database database) {
    this.database = database;
  }

  /** Whether a bucket keeps versions; throws NO_SUCH_BUCKET. */
  public Versioning of(String bucket) {
    return database.read(connection -> VersionRules.require(connection, bucket));
  }

  /**
   * Throws IllegalArgumentException if a bucket that has had versioning shall be as if it had not,
   * and VERSIONING_FIXED if its objects can be locked.
   */
  public void set(String bucket, Versioning versioning) {
    database.write(connection -> {
      Versioning before = VersionRules.require(connection, bucket);
      if (versioning == Versioning.OFF && before != Versioning.OFF) {
        throw new IllegalArgumentException("versioning can only be suspended");
      }
      if (versioning != Versioning.ENABLED && BucketTable.lock(connection, bucket).enabled()) {
        throw new StoreException(
            Code.VERSIONING_FIXED,
            "objects of the bucket " + bucket + " can be locked: it keeps all versions, always");
      }
      BucketTable.set(connection, bucket, versioning);
      return null;
    });
  }

  /** A version, shown or not; throws NO_SUCH_VERSION or DELETE_MARKER. */
  public StoredObject find(ObjectKey key, String version) {
    return database.read(connection -> {
      Catalog.requireBucket(connection, key.bucket());
      StoredObject object = find(connection, key, version);
      return object.in(PackTable.slot(connection, object.id()));
    });
  }

  static StoredObject find(Connection connection, ObjectKey key, String version) {
    Optional<StoredObject> shown = ObjectTable.find(connection, key, version);
    if (shown.isPresent()) {
      return shown.get();
    }
    VersionTable.Row row =
        VersionTable.find(connection, key, version).orElseThrow(() -> missing(key));
    if (row.marker()) {
      throw new StoreException(
          Code.DELETE_MARKER, "this version of " + key + " is a delete marker");
    }
    return row.object();
  }

  private static StoreException missing(ObjectKey key) {
    return new StoreException(Code.NO_SUCH_VERSION, "there is no such version of " + key);
  }

  /** See {@link io.fractus.raid.object.ObjectVersions#marker}. */
  public Optional<VersionInfo> marker(ObjectKey key, Optional<String> version) {
    return database.read(connection -> {
      if (version.isEmpty() && ObjectTable.find(connection, key).isPresent()) {
        return Optional.empty();
      }
      return version
          .map(name -> VersionTable.find(connection, key, name))
          .orElseGet(() -> VersionTable.newest(connection, key))
          .filter(VersionTable.Row::marker)
          .map(VersionTable.Row::info);
    });
  }

  /** Of what is not locked, see below. */
  Deletion delete(ObjectKey key, Optional<String> version, String markerId, Instant now) {
    return delete(key, version, DeleteTerms.PLAIN, markerId, now, now);
  }

  /**
   * Deletes a version, or hides an object.
   *
   * @param markerId 32 hexadecimal digits, for a delete marker if one is made
   * @param lockTime the time of locks
   */
  public Deletion delete(
      ObjectKey key,
      Optional<String> version,
      DeleteTerms terms,
      String markerId,
      Instant now,
      Instant lockTime) {
    LockRules.Terms ofLocks = new LockRules.Terms(lockTime, terms.bypassGovernance());
    return database.write(connection -> {
      Versioning versioning = VersionRules.require(connection, key.bucket());
      if (terms.ifMatch().isPresent()) {
        Optional<ObjectInfo> shown = ObjectTable.find(connection, key).map(StoredObject::info);
        MultipartUploads.check(key, false, terms.ifMatch(), shown);
      }
      return version.isPresent()
          ? VersionRules.deleteVersion(connection, key, version.get(), ofLocks)
          : VersionRules.delete(connection, versioning, key, markerId, now);
    });
  }

  /** Deletes an object if it is still the one that was seen; returns whether it was. */
  public boolean expire(ObjectInfo seen, String markerId, Instant now) {
    ObjectKey key = seen.key();
    return database.write(connection -> {
      Versioning versioning = VersionRules.require(connection, key.bucket());
      boolean same =
          ObjectTable.find(connection, key, seen.version())
              .map(StoredObject::info)
              .filter(info -> info.etag().equals(seen.etag()))
              .filter(info -> info.lastModified().equals(seen.lastModified()))
              .isPresent();
      if (same) {
        VersionRules.delete(connection, versioning, key, markerId, now);
      }
      return same;
    });
  }

  /**
   * Deletes a version for good if it is not the last of its key and not locked; returns whether it
   * did.
   *
   * @param lockTime the time of locks
   */
  public boolean dropOld(ObjectKey key, String version, Instant lockTime) {
    LockRules.Terms terms = new LockRules.Terms(lockTime, false);
    return database.write(connection -> {
      boolean shown = ObjectTable.find(connection, key).isPresent();
      boolean old =
          VersionTable.find(connection, key, version)
                  .map(row -> row.object().info().lock())
                  .filter(lock -> lock.refusal(lockTime, false).isEmpty())
                  .isPresent()
              && (shown || !isNewest(connection, key, version));
      return old && VersionRules.deleteVersion(connection, key, version, terms).found();
    });
  }

  /** Deletes a delete marker if it is all that there is of its key; returns whether it did. */
  public boolean dropMarker(ObjectKey key, String version) {
    return database.write(connection -> {
      boolean alone =
          VersionTable.find(connection, key, version)
              .filter(VersionTable.Row::marker)
              .filter(row -> ObjectTable.find(connection, key).isEmpty())
              .filter(row -> isNewest(connection, key, version))
              .filter(row ->
                  VersionTable.below(connection, key.bucket(), key.key(), row.seq(), 1).isEmpty())
              .isPresent();
      return alone
          && VersionRules.deleteVersion(connection, key, version, LockRules.Terms.NONE).found();
    });
  }

  private static boolean isNewest(Connection connection, ObjectKey key, String version) {
    return VersionTable.newest(connection, key)
        .filter(row -> row.object().info().version().equals(version))
        .isPresent();
  }

  /** Gives a version other tags; throws NO_SUCH_VERSION or DELETE_MARKER. */
  public void tag(ObjectKey key, String version, Map<String, String> tags) {
    database.write(connection -> {
      Catalog.requireBucket(connection, key.bucket());
      StoredObject object = find(connection, key, version);
      if (ObjectTable.find(connection, key, version).isPresent()) {
        return ObjectTable.tag(connection, key, tags);
      }
      VersionTable.tag(connection, object.id(), tags);
      return true;
    });
  }

  /** One page of a listing of versions. */
  public VersionListing list(VersionListRequest request) {
    return database.read(connection -> {
      Catalog.requireBucket(connection, request.bucket());
      return new VersionPages(connection, request).page();
    });
  }
}
