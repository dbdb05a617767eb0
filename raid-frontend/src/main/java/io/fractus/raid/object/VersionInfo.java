// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of an object in a listing, or a delete marker.
 *
 * @param key whose version
 * @param version its name, or {@code null} in four letters
 * @param latest whether it is the last of its key
 * @param lastModified when it was made
 * @param object what it is; empty for a delete marker
 */
public record VersionInfo(
    ObjectKey key,
    String version,
    boolean latest,
    Instant lastModified,
    Optional<ObjectInfo> object) {
  /** Whether it says only that the object was deleted. */
  public boolean isMarker() {
    return object.isEmpty();
  }
}
