// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;

/**
 * One page of a listing of versions: by key, those of one key from the last to the first.
 *
 * @param versions those whose keys do not contain the delimiter after the prefix
 * @param commonPrefixes each once, for all the others
 * @param more whether others come after them
 * @param nextKey the key or common prefix to go on after, if there are more
 * @param nextVersion the version to go on after, or empty after a common prefix
 */
public record VersionListing(
    List<VersionInfo> versions,
    List<String> commonPrefixes,
    boolean more,
    String nextKey,
    String nextVersion) {
  public VersionListing {
    versions = List.copyOf(versions);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
