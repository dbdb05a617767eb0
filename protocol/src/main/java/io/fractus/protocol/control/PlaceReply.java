// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * Where the bits of a stripe are or will be. Every bit has at least one copy on a node that is
 * online, no two bits share a node, no two copies of a bit share a site.
 *
 * @param bits in the order of the request
 * @param shortfall why copies are wanting, for people; empty if none are
 */
public record PlaceReply(List<PlacedBit> bits, String shortfall) {
  public PlaceReply {
    bits = List.copyOf(bits);
  }

  /**
   * One bit and its copies.
   *
   * @param infoHash its name
   * @param copies those that stand or are on their way
   * @param wanting copies that found no node
   */
  public record PlacedBit(InfoHash infoHash, List<Copy> copies, int wanting) {
    public PlacedBit {
      copies = List.copyOf(copies);
    }
  }
}
