// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The object store of a gateway: what REST and S3 speak to. All methods block, throw {@link
 * StoreException} with a code for every failure that a user can cause or meet, and are thread-safe.
 */
public interface ObjectStore extends AutoCloseable {

  /** Throws BUCKET_EXISTS if there is one of that name. */
  void createBucket(String bucket);

  /** Throws NO_SUCH_BUCKET, or BUCKET_NOT_EMPTY. */
  void deleteBucket(String bucket);

  Optional<BucketInfo> bucket(String bucket);

  /** All of them, by name. */
  List<BucketInfo> buckets();

  /** What is put into a bucket without naming a class or a layout; throws NO_SUCH_BUCKET. */
  StorageClass storageClass(String bucket);

  /** Says it for what is put from now on; throws NO_SUCH_BUCKET. */
  void setStorageClass(String bucket, StorageClass storageClass);

  /**
   * Stores an object, in place of any that is there. When this returns, what it returned is
   * durable: every bit has a verified copy on a node and the catalog is fsynced. When it throws,
   * nothing is there of the new object, and the old one is as it was.
   *
   * @param body read to its end, in constant memory; what it throws aborts the put
   * @throws IOException what the body threw
   */
  ObjectInfo put(PutRequest request, InputStream body) throws IOException;

  /** Throws NO_SUCH_BUCKET if there is no such bucket. */
  Optional<ObjectInfo> stat(ObjectKey key);

  /** Opens the present version; throws NO_SUCH_BUCKET or NO_SUCH_KEY. */
  ObjectReader open(ObjectKey key);

  /**
   * Deletes an object, whose bits are reclaimed in the background; in a bucket with versioning
   * hides it behind a delete marker.
   *
   * @return whether there was one
   */
  boolean delete(ObjectKey key);

  ObjectListing list(ListRequest request);

  /** Whose buckets are, what is set for them, and how much lies in them. */
  BucketBook book();

  /** The versions of objects. */
  ObjectVersions versions();

  /** What keeps versions from being deleted. */
  ObjectLocks locks();

  /** What becomes of objects in time. */
  Lifecycles lifecycles();

  /** Objects that come in parts. */
  MultipartUploads uploads();

  /** Gives an object other tags and changes nothing else; throws NO_SUCH_BUCKET or NO_SUCH_KEY. */
  void tag(ObjectKey key, Map<String, String> tags);

  /** What the storage classes ask for, and what they get. */
  List<ClassStatus> classes();

  /** Where the bits of an object are; throws NO_SUCH_BUCKET, NO_SUCH_KEY or TRACKER_UNREACHABLE. */
  Placement placement(ObjectKey key);

  @Override
  void close();
}
