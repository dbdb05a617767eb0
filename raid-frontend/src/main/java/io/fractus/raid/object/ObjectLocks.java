// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Optional;

/**
 * The locks of versions of objects, as S3 has them. Failures and threads are as in {@link
 * ObjectStore}: OBJECT_LOCKED is thrown where a lock forbids what is asked, NO_OBJECT_LOCK where
 * objects of a bucket cannot be locked, NO_SUCH_VERSION and DELETE_MARKER as in {@link
 * ObjectVersions}.
 */
public interface ObjectLocks {
  /** Throws NO_SUCH_BUCKET. */
  BucketLock of(String bucket);

  /**
   * Says how new objects are locked by themselves, and if need be that they can be at all. Throws
   * VERSIONING_FIXED for a bucket that does not keep versions.
   */
  void set(String bucket, BucketLock lock);

  /**
   * Gives a version another retention, or none.
   *
   * @param bypass whether one of governance may be shortened or ended
   */
  void retain(ObjectKey key, String version, Optional<Retention> retention, boolean bypass);

  /** Puts a version under a legal hold, or takes it away. */
  void hold(ObjectKey key, String version, boolean hold);
}
