// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.ObjectLocks;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that lets in no more than the quota of a bucket's owner. Thread-safe. */
public final class QuotaStore implements ObjectStore {
  private final ObjectStore store;
  private final Meter meter;

  /**
   * Over a store, which stays the caller's to close.
   *
   * @param quotas of users by name
   */
  public QuotaStore(ObjectStore store, Meter.Quotas quotas) {
    this.store = store;
    this.meter = new Meter(store, quotas);
  }

  @Override
  public ObjectInfo put(PutRequest request, InputStream body) throws IOException {
    return meter.metered(
        request.key(), request.length(), body, 1, metered -> store.put(request, metered));
  }

  @Override
  public MultipartUploads uploads() {
    return new QuotaUploads(store.uploads(), meter);
  }

  @Override
  public void createBucket(String bucket) {
    store.createBucket(bucket);
  }

  @Override
  public StorageClass storageClass(String bucket) {
    return store.storageClass(bucket);
  }

  @Override
  public void setStorageClass(String bucket, StorageClass storageClass) {
    store.setStorageClass(bucket, storageClass);
  }

  @Override
  public void deleteBucket(String bucket) {
    store.deleteBucket(bucket);
  }

  @Override
  public Optional<BucketInfo> bucket(String bucket) {
    return store.bucket(bucket);
  }

  @Override
  public List<BucketInfo> buckets() {
    return store.buckets();
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    return store.stat(key);
  }

  @Override
  public ObjectReader open(ObjectKey key) {
    return store.open(key);
  }

  @Override
  public boolean delete(ObjectKey key) {
    return store.delete(key);
  }

  @Override
  public ObjectListing list(ListRequest request) {
    return store.list(request);
  }

  @Override
  public BucketBook book() {
    return store.book();
  }

  @Override
  public ObjectVersions versions() {
    return store.versions();
  }

  @Override
  public ObjectLocks locks() {
    return store.locks();
  }

  @Override
  public Lifecycles lifecycles() {
    return store.lifecycles();
  }

  @Override
  public void tag(ObjectKey key, Map<String, String> tags) {
    store.tag(key, tags);
  }

  @Override
  public List<ClassStatus> classes() {
    return store.classes();
  }

  @Override
  public Placement placement(ObjectKey key) {
    return store.placement(key);
  }

  /** Closes nothing: what it is over is somebody else's. */
  @Override
  public void close() {}
}
