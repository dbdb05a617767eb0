// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * A stripe as the catalog keeps it: one sealed segment of an object, or a pack of small ones, and
 * its bits.
 *
 * @param objectId whose: of an object that came whole, or of a part
 * @param number 0, 1, 2… within that
 * @param plainOffset of its first byte, in that when it is written and in the object when read
 * @param plainLength bytes of the object in it
 * @param layout how it is made
 * @param bits all of them, by position
 * @param sealedOffset of the sealed bytes of {@code plainLength} in the stripe: 0 but for an object
 *     that lies in a pack
 * @param sealedLength all sealed bytes in the stripe
 */
public record StoredStripe(
    String objectId,
    int number,
    long plainOffset,
    long plainLength,
    Layout layout,
    List<StoredBit> bits,
    long sealedOffset,
    long sealedLength) {
  public StoredStripe {
    bits = List.copyOf(bits);
    if (bits.size() != layout.bits()) {
      throw new IllegalArgumentException(
          "a stripe of " + layout + " has " + layout.bits() + " bits, not " + bits.size());
    }
  }

  /** A stripe that is one segment of an object. */
  public StoredStripe(
      String objectId,
      int number,
      long plainOffset,
      long plainLength,
      Layout layout,
      List<StoredBit> bits) {
    this(
        objectId,
        number,
        plainOffset,
        plainLength,
        layout,
        bits,
        0,
        FrameCipher.sealedLength(plainLength));
  }

  /** The stripe of a pack: no plaintext is its own. */
  public static StoredStripe ofPack(
      String packId, long sealedLength, Layout layout, List<StoredBit> bits) {
    return new StoredStripe(packId, 0, 0, 0, layout, bits, 0, sealedLength);
  }

  /**
   * The stripe of a pack as that of an object which lies in it.
   *
   * @param id of the object, whose key opens what is read
   * @param size plain bytes of the object
   */
  public StoredStripe at(String id, PackSlot slot, long size) {
    return new StoredStripe(id, number, 0, size, layout, bits, slot.offset(), sealedLength);
  }

  /** How its sealed bytes lie in its data bits. */
  public StripeGeometry geometry() {
    return new StripeGeometry(layout.dataBits(), sealedLength);
  }

  /** The names of its bits, by position. */
  public List<InfoHash> infoHashes() {
    return bits.stream().map(StoredBit::infoHash).toList();
  }
}
