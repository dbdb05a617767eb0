// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * Bits that a gateway shall rebuild.
 *
 * @param bits which, the one at the greatest risk first
 */
public record RebuildReply(List<InfoHash> bits) {
  public RebuildReply {
    bits = List.copyOf(bits);
  }
}
