// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;

/**
 * One page of a listing of uploads: by key, those of one key by time.
 *
 * @param uploads those whose keys do not contain the delimiter after the prefix
 * @param commonPrefixes each once, for all the others
 * @param more whether others come after them
 * @param nextKey the key or common prefix to go on after, if there are more
 * @param nextUpload the upload to go on after, or empty after a common prefix
 */
public record UploadListing(
    List<UploadInfo> uploads,
    List<String> commonPrefixes,
    boolean more,
    String nextKey,
    String nextUpload) {
  public UploadListing {
    uploads = List.copyOf(uploads);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
