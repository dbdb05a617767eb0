// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Map;
import java.util.Optional;

/**
 * The versions of objects, as S3 has them. A version has a name, which is {@link #NULL} for what
 * was put while its bucket had no versioning. Failures and threads are as in {@link ObjectStore};
 * NO_SUCH_VERSION is thrown where no version has a name, DELETE_MARKER where one is a delete
 * marker.
 */
public interface ObjectVersions {
  /** The name of the one version of a key that has no name of its own. */
  String NULL = "null";

  /** Throws NO_SUCH_BUCKET. */
  Versioning of(String bucket);

  /**
   * Sets it; OFF is for buckets that never had another. Throws NO_SUCH_BUCKET, or VERSIONING_FIXED
   * if its objects can be locked.
   */
  void set(String bucket, Versioning versioning);

  ObjectInfo stat(ObjectKey key, String version);

  /** Opens a version, whether it is the last or not. */
  ObjectReader open(ObjectKey key, String version);

  /** The last version of a key if that is a delete marker, or the one of this name if it is. */
  Optional<VersionInfo> marker(ObjectKey key, Optional<String> version);

  /**
   * Deletes a version for good; without one, hides the object behind a delete marker if its bucket
   * has versioning, and else deletes it. The latest of the versions that stay is then shown. Throws
   * OBJECT_LOCKED for a version that is locked, PRECONDITION_FAILED or NO_SUCH_KEY if the terms do
   * not hold.
   */
  Deletion delete(ObjectKey key, Optional<String> version, DeleteTerms terms);

  /** Gives a version other tags. */
  void tag(ObjectKey key, String version, Map<String, String> tags);

  /** Throws NO_SUCH_BUCKET. */
  VersionListing list(VersionListRequest request);
}
