// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * Which page of which listing of versions.
 *
 * @param bucket in which bucket
 * @param prefix what keys must start with, or empty
 * @param delimiter what rolls keys up into common prefixes, or empty
 * @param afterKey list what comes after all versions of this key, or after this common prefix
 * @param afterVersion if not empty, versions of that key that are older than this one come too
 * @param max versions, delete markers and common prefixes together, 0 to {@link
 *     ListRequest#PAGE_MAX}
 */
public record VersionListRequest(
    String bucket, String prefix, String delimiter, String afterKey, String afterVersion, int max) {
  public VersionListRequest {
    if (max < 0 || max > ListRequest.PAGE_MAX) {
      throw new IllegalArgumentException(
          "a page has 0.." + ListRequest.PAGE_MAX + " entries, asked for " + max);
    }
  }
}
