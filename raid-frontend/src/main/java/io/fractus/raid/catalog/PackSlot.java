// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the sealed bytes of a small object lie.
 *
 * @param packId in which pack
 * @param offset of its first sealed byte in the pack
 * @param length its sealed bytes
 */
public record PackSlot(String packId, long offset, long length) {
  /** Where these lie in a pack that is made of them, one after the other. */
  public static List<PackSlot> sideBySide(String packId, List<byte[]> sealed) {
    List<PackSlot> slots = new ArrayList<>(sealed.size());
    long offset = 0;
    for (byte[] bytes : sealed) {
      slots.add(new PackSlot(packId, offset, bytes.length));
      offset += bytes.length;
    }
    return slots;
  }
}
