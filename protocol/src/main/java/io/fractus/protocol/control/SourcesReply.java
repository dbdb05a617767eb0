// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * Who holds the bits, in the order of the request.
 *
 * @param bits one for each bit asked for; a bit that the tracker does not know has no copies
 */
public record SourcesReply(List<Sources> bits) {
  public SourcesReply {
    bits = List.copyOf(bits);
  }

  /**
   * The copies of one bit, the best source first: complete before wanted, online before absent.
   *
   * @param infoHash its name
   * @param copies may be empty
   */
  public record Sources(InfoHash infoHash, List<Copy> copies) {
    public Sources {
      copies = List.copyOf(copies);
    }
  }
}
