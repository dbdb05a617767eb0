// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * Which page of which listing of uploads.
 *
 * @param bucket in which bucket
 * @param prefix what keys must start with, or empty
 * @param delimiter what rolls keys up into common prefixes, or empty
 * @param afterKey list what comes after the uploads of this key, or after this common prefix
 * @param afterUpload if not empty, uploads of that key that come after this one are listed too
 * @param max uploads and common prefixes together, 0 to {@link ListRequest#PAGE_MAX}
 */
public record UploadListRequest(
    String bucket, String prefix, String delimiter, String afterKey, String afterUpload, int max) {
  public UploadListRequest {
    if (max < 0 || max > ListRequest.PAGE_MAX) {
      throw new IllegalArgumentException(
          "a page has 0.." + ListRequest.PAGE_MAX + " entries, asked for " + max);
    }
  }
}
