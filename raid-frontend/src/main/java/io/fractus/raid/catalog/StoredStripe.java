// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.layout.Layout;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * A stripe as the catalog keeps it: one sealed segment of an object and its bits.
 *
 * @param objectId whose: of an object that came whole, or of a part
 * @param number 0, 1, 2… within that
 * @param plainOffset of its first byte, in that when it is written and in the object when read
 * @param plainLength bytes of the object in it
 * @param layout how it is made
 * @param bits all of them, by position
 */
public record StoredStripe(
    String objectId,
    int number,
    long plainOffset,
    long plainLength,
    Layout layout,
    List<StoredBit> bits) {
  public StoredStripe {
    bits = List.copyOf(bits);
    if (bits.size() != layout.bits()) {
      throw new IllegalArgumentException(
          "a stripe of " + layout + " has " + layout.bits() + " bits, not " + bits.size());
    }
  }

  /** How its sealed bytes lie in its data bits. */
  public StripeGeometry geometry() {
    return new StripeGeometry(layout.dataBits(), FrameCipher.sealedLength(plainLength));
  }

  /** The names of its bits, by position. */
  public List<InfoHash> infoHashes() {
    return bits.stream().map(StoredBit::infoHash).toList();
  }
}
