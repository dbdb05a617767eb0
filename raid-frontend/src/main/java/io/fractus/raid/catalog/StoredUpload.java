// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.ObjectLock;
import io.fractus.raid.object.UploadInfo;
import java.util.Map;

/**
 * An unfinished upload as the catalog keeps it. Immutable.
 *
 * @param id of the object that it becomes
 * @param info what its users see
 * @param contentType of the object
 * @param metadata of the object
 * @param tags of the object
 * @param lock of the object, beside what its bucket has for all
 */
public record StoredUpload(
    String id,
    UploadInfo info,
    String contentType,
    Map<String, String> metadata,
    Map<String, String> tags,
    ObjectLock lock) {
  public StoredUpload {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }
}
