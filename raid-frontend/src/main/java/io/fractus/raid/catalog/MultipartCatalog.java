// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.platform.Database;
import io.fractus.platform.Sql;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartChoice;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.Versioning;
import io.fractus.raid.seal.KeyRing;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the catalog knows of objects that come in parts. Every method that changes something returns
 * once the change is on disk. Thread-safe.
 */
public final class MultipartCatalog {
  /*
   * A part is written and committed as an object is, with an id, a key and stripes of its own, but
   * into the table of parts. Completion gives each part its place in the object and moves nothing:
   * stripes stay under the ids of their parts, and frames are bound to their places in these. What
   * belongs to an upload or to a doomed object is found by the owner of the parts.
   */

  private final Database database;

  MultipartCatalog(Database database) {
    this.database = database;
  }

  /**
   * Begins an upload; throws NO_SUCH_BUCKET.
   *
   * @param id of the object that it becomes
   * @param wrappedKey of that object
   * @param layout of the stripes of all parts
   */
  public UploadInfo create(
      String id, byte[] wrappedKey, UploadRequest request, String layout, Instant now) {
    UploadInfo info =
        new UploadInfo(
            request.key(),
            UploadTable.name(id, now),
            now,
            layout,
            request.checksum(),
            StorageClass.of(request.layout()));
    StoredUpload upload =
        new StoredUpload(
            id,
            info,
            request.contentType().orElse("binary/octet-stream"),
            request.metadata(),
            request.tags(),
            request.lock());
    database.write(connection -> {
      Catalog.requireBucket(connection, request.key().bucket());
      LockRules.requirePossible(connection, request.key().bucket(), request.lock());
      UploadTable.insert(connection, upload, wrappedKey);
      return null;
    });
    return info;
  }

  /** An upload under way; throws NO_SUCH_BUCKET or NO_SUCH_UPLOAD. */
  public UploadInfo find(ObjectKey key, String uploadId) {
    return database.read(connection -> require(connection, key, uploadId).info());
  }

  /**
   * A part becomes one of its upload, in place of one with its number; throws NO_SUCH_UPLOAD.
   *
   * @param id under which it was begun
   */
  public void commitPart(
      ObjectKey key, String uploadId, String id, PartInfo part, byte[] wrappedKey) {
    database.write(connection -> {
      String owner = require(connection, key, uploadId).id();
      PartTable.doom(connection, owner, part.number());
      PartTable.insert(connection, id, owner, part, wrappedKey);
      return Sql.update(connection, "DELETE FROM uploads WHERE id = ?", id);
    });
  }

  /** An upload becomes an object; what is thrown leaves it as it is. */
  public ObjectInfo complete(CompleteRequest request, Instant now) {
    return database.write(connection -> {
      ObjectKey key = request.key();
      Versioning versioning = VersionRules.require(connection, key.bucket());
      Optional<StoredUpload> upload = UploadTable.find(connection, key, request.uploadId());
      Optional<StoredObject> present = ObjectTable.find(connection, key);
      if (upload.isEmpty()) {
        return VersionTable.byId(connection, UploadTable.id(request.uploadId()))
            .filter(object -> object.info().key().equals(key))
            .or(() -> present)
            .filter(object -> object.id().equals(UploadTable.id(request.uploadId())))
            .map(StoredObject::info)
            .filter(info -> info.etag().equals(PartChoice.etag(request.parts())))
            .orElseThrow(() -> missing(request.uploadId()));
      }
      MultipartUploads.check(
          key, request.ifNoneMatchAny(), request.ifMatch(), present.map(StoredObject::info));
      String id = upload.get().id();
      PartChoice choice = choose(connection, id, request.parts());
      byte[] wrappedKey = UploadTable.wrappedKey(connection, id);
      ObjectInfo made =
          info(upload.get(), choice, request.checksum(), now)
              .sealedByCustomer(KeyRing.isOfCustomer(wrappedKey));
      StoredObject object = new StoredObject(id, made, wrappedKey);
      ObjectInfo info = VersionRules.put(connection, versioning, object, present);
      Sql.update(connection, "DELETE FROM multiparts WHERE id = ?", id);
      return info;
    });
  }

  /** Gives the chosen parts their places and dooms the others. */
  private static PartChoice choose(
      Connection connection, String owner, List<CompleteRequest.Part> wanted) {
    Map<Integer, PartInfo> left =
        PartTable.after(connection, owner, 0, MultipartUploads.PARTS_MAX).stream()
            .collect(Collectors.toMap(PartInfo::number, part -> part));
    PartChoice choice = PartChoice.of(wanted, left);
    for (PartInfo part : choice.parts()) {
      PartTable.place(connection, owner, part);
      left.remove(part.number());
    }
    left.keySet().forEach(number -> PartTable.doom(connection, owner, number));
    return choice;
  }

  private static ObjectInfo info(
      StoredUpload upload,
      PartChoice choice,
      Function<List<PartInfo>, Optional<Checksum>> checksum,
      Instant now) {
    ObjectInfo standard =
        new ObjectInfo(
            upload.info().key(),
            choice.size(),
            choice.etag(),
            now,
            upload.contentType(),
            upload.metadata(),
            upload.info().layout(),
            choice.parts().size(),
            checksum.apply(choice.parts()),
            upload.tags());
    return standard.of(upload.info().storageClass()).of(upload.lock());
  }

  /** An upload is given up with all its parts; throws NO_SUCH_UPLOAD. */
  public void abort(ObjectKey key, String uploadId) {
    database.write(connection -> {
      String id = require(connection, key, uploadId).id();
      Sql.update(connection, "DELETE FROM multiparts WHERE id = ?", id);
      return Sql.update(connection, "INSERT INTO doomed (id) VALUES (?)", id);
    });
  }

  /** Parts of an upload by number; throws NO_SUCH_UPLOAD. */
  public PartListing parts(ObjectKey key, String uploadId, int after, int max) {
    return database.read(
        connection -> page(connection, require(connection, key, uploadId).id(), after, max));
  }

  /** Parts of an object by number. */
  public PartListing partsOf(StoredObject object, int after, int max) {
    return database.read(connection -> page(connection, object.id(), after, max));
  }

  private static PartListing page(Connection connection, String owner, int after, int max) {
    List<PartInfo> parts = PartTable.after(connection, owner, after, max + 1);
    boolean more = parts.size() > max;
    return new PartListing(more ? parts.subList(0, max) : parts, more);
  }

  /** One page of a listing of uploads; throws NO_SUCH_BUCKET. */
  public UploadListing list(UploadListRequest request) {
    return database.read(connection -> {
      Catalog.requireBucket(connection, request.bucket());
      return new UploadPages(connection, request).page();
    });
  }

  /** The data key of what an upload under way will be; throws NO_SUCH_UPLOAD. */
  public WrappedKey keyOf(ObjectKey key, String uploadId) {
    return database.read(connection -> {
      String id = require(connection, key, uploadId).id();
      return new WrappedKey(id, UploadTable.wrappedKey(connection, id));
    });
  }

  /** The data key of a part, sealed by the gateway's key ring. */
  public byte[] wrappedKey(String partId) {
    return database
        .read(connection -> PartTable.wrappedKey(connection, partId))
        .orElseThrow(
            () -> new StoreException(Code.UNAVAILABLE, "the catalog has no part " + partId));
  }

  private static StoredUpload require(Connection connection, ObjectKey key, String uploadId) {
    Catalog.requireBucket(connection, key.bucket());
    return UploadTable.find(connection, key, uploadId).orElseThrow(() -> missing(uploadId));
  }

  private static StoreException missing(String uploadId) {
    return new StoreException(
        Code.NO_SUCH_UPLOAD,
        "no multipart upload of that id and key is under way; it may have been completed or"
            + " aborted: "
            + (uploadId.length() <= 64 ? uploadId : uploadId.substring(0, 64) + "…"));
  }
}
