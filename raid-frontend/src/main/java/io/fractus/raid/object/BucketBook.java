// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;
import java.util.Optional;

/**
 * Whose buckets are, what is set for them, and how much lies in them. All of it goes with its
 * bucket or its object, in the same transaction. Thread-safe.
 */
public interface BucketBook {
  /** Whose buckets are that nobody else was said to own. */
  String ROOT = "root";

  /**
   * How much there is.
   *
   * @param objects in buckets
   * @param bytes of them, and of the parts of unfinished uploads
   */
  record Usage(long objects, long bytes) {}

  /** Makes a bucket of this owner's; throws BUCKET_EXISTS. */
  default void create(String bucket, String owner) {
    create(bucket, owner, false);
  }

  /** The same of a bucket that keeps all versions, and whose objects can be locked, if locked. */
  void create(String bucket, String owner, boolean locked);

  /** Whose bucket it is; empty if there is none of that name. */
  Optional<String> owner(String bucket);

  /** The buckets of an owner, by name. */
  List<BucketInfo> of(String owner);

  /** A document that was set for a bucket. */
  Optional<String> setting(String bucket, String name);

  /** Sets a document, or takes it away if it is empty; throws NO_SUCH_BUCKET. */
  void set(String bucket, String name, String document);

  /** What was said of an object's grants; empty also if there is no such object. */
  Optional<String> acl(ObjectKey key);

  /** Says who may do what with an object, as long as it is this one; throws NO_SUCH_KEY. */
  void setAcl(ObjectInfo object, String acl);

  /** Says the same of what an upload will become; throws NO_SUCH_UPLOAD. */
  void setAcl(UploadInfo upload, String acl);

  /** How much lies in all buckets of an owner. */
  Usage usage(String owner);
}
