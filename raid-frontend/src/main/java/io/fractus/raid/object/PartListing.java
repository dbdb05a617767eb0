// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;

/**
 * Parts of an upload, or of an object.
 *
 * @param parts by number
 * @param more whether others come after them
 */
public record PartListing(List<PartInfo> parts, boolean more) {
  public PartListing {
    parts = List.copyOf(parts);
  }
}
