// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Owners, settings and grants of the buckets in memory. Thread-safe. */
public final class MemoryBook implements BucketBook {
  private final MemoryStore store;
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> acls = new HashMap<>();

  MemoryBook(MemoryStore store) {
    this.store = store;
  }

  void clear() {
    synchronized (store) {
      owners.clear();
      settings.clear();
      acls.clear();
    }
  }

  void forget(String bucket) {
    owners.remove(bucket);
    settings.keySet().removeIf(name -> name.startsWith(bucket + " "));
  }

  @Override
  public void create(String bucket, String owner, boolean locked) {
    if (locked) {
      throw new StoreException(Code.UNAVAILABLE, "buckets in memory have no locks");
    }
    synchronized (store) {
      store.createBucket(bucket);
      owners.put(bucket, owner);
    }
  }

  @Override
  public Optional<String> owner(String bucket) {
    synchronized (store) {
      return store.bucket(bucket).map(info -> owners.getOrDefault(info.name(), ROOT));
    }
  }

  @Override
  public List<BucketInfo> of(String owner) {
    return store.buckets().stream()
        .filter(bucket -> owner(bucket.name()).equals(Optional.of(owner)))
        .toList();
  }

  @Override
  public Optional<String> setting(String bucket, String name) {
    synchronized (store) {
      return Optional.ofNullable(settings.get(bucket + " " + name));
    }
  }

  @Override
  public void set(String bucket, String name, String document) {
    synchronized (store) {
      if (store.bucket(bucket).isEmpty()) {
        throw new StoreException(Code.NO_SUCH_BUCKET, "there is no bucket " + bucket);
      }
      if (document.isEmpty()) {
        settings.remove(bucket + " " + name);
      } else {
        settings.put(bucket + " " + name, document);
      }
    }
  }

  @Override
  public Optional<String> acl(ObjectKey key) {
    synchronized (store) {
      return store.bucket(key.bucket()).isEmpty()
          ? Optional.empty()
          : store.stat(key).flatMap(info -> Optional.ofNullable(acls.get(id(info))));
    }
  }

  @Override
  public void setAcl(ObjectInfo object, String acl) {
    synchronized (store) {
      if (!store.stat(object.key()).map(MemoryBook::id).equals(Optional.of(id(object)))) {
        throw new StoreException(Code.NO_SUCH_KEY, "there is no object at " + object.key());
      }
      acls.put(id(object), acl);
    }
  }

  @Override
  public void setAcl(UploadInfo upload, String acl) {
    synchronized (store) {
      acls.put(upload.uploadId(), acl);
    }
  }

  /** An upload became this object. */
  void completed(String uploadId, ObjectInfo info) {
    Optional.ofNullable(acls.remove(uploadId)).ifPresent(acl -> acls.put(id(info), acl));
  }

  private static String id(ObjectInfo info) {
    return info.key() + " " + info.etag() + " " + info.lastModified();
  }

  @Override
  public Usage usage(String owner) {
    synchronized (store) {
      List<ObjectInfo> objects =
          of(owner).stream()
              .flatMap(bucket -> store.objects(bucket.name()).values().stream())
              .map(MemoryStore.Stored::info)
              .toList();
      return new Usage(objects.size(), objects.stream().mapToLong(ObjectInfo::size).sum());
    }
  }
}
