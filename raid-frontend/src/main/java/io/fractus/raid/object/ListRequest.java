// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/**
 * Which page of which listing.
 *
 * @param bucket in which bucket
 * @param prefix what keys must start with, or empty
 * @param delimiter what rolls keys up into common prefixes, or empty
 * @param after list what comes after this key or common prefix, or empty
 * @param max objects and common prefixes together, 0 to {@link #PAGE_MAX}
 */
public record ListRequest(String bucket, String prefix, String delimiter, String after, int max) {
  /** Longest page. */
  public static final int PAGE_MAX = 1_000;

  public ListRequest {
    if (max < 0 || max > PAGE_MAX) {
      throw new IllegalArgumentException(
          "a page has 0.." + PAGE_MAX + " entries, asked for " + max);
    }
  }
}
