// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.HashSet;
import java.util.List;

/**
 * {@code POST /api/v1/placements}: a gateway asks for nodes for all bits of one stripe. Asking
 * again is harmless: the tracker keeps the copies that stand and adds those that are wanting. Which
 * bits belong together is known to the tracker for this request only; it is not stored.
 *
 * @param layout for messages, such as {@code raid6:4+2x2}
 * @param bits all bits of the stripe, in its order
 * @param source where the gateway serves these bits now
 */
public record PlaceRequest(String layout, List<Bit> bits, PeerAddress source) {
  public PlaceRequest {
    bits = List.copyOf(bits);
    Checks.between("bits of a stripe", bits.size(), 1, Limits.BITS_PER_STRIPE_MAX);
    var seen = new HashSet<InfoHash>();
    for (Bit bit : bits) {
      if (!seen.add(bit.infoHash())) {
        throw new IllegalArgumentException("bit " + bit.infoHash() + " twice in one stripe");
      }
    }
  }

  /**
   * One bit of the stripe.
   *
   * @param metainfo what it is
   * @param copies how many nodes shall hold it
   */
  public record Bit(BitMetainfo metainfo, int copies) {
    public Bit {
      Checks.between("copies", copies, 1, Limits.COPIES_MAX);
    }

    /** Its name. */
    @JsonIgnore
    public InfoHash infoHash() {
      return metainfo.infoHash();
    }
  }
}
