// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param objects those whose keys do not contain the delimiter after the prefix
 * @param commonPrefixes each once, for all the others
 * @param next where to go on: give it as {@code after} to get the next page; null on the last page
 */
public record ObjectListing(
    List<ObjectInfo> objects, List<String> commonPrefixes, @Nullable String next) {
  public ObjectListing {
    objects = List.copyOf(objects);
    commonPrefixes = List.copyOf(commonPrefixes);
  }
}
