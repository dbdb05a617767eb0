// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.PackSlot;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.Run;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.torrents.InfoHash;
import java.util.List;
import java.util.Map;

/** Reads sealed bytes out of packs as they are, to move them. Not thread-safe. */
public final class PackReader {
  private final Readers shared;

  /** Of one gateway. */
  public PackReader(Readers shared) {
    this.shared = shared;
  }

  /**
   * The sealed bytes of objects of one pack, each verified against the hash of its piece.
   *
   * @throws io.fractus.raid.object.StoreException STRIPE_UNAVAILABLE, TRACKER_UNREACHABLE
   */
  public List<byte[]> read(StoredStripe pack, List<PackSlot> slots) {
    Map<InfoHash, List<Copy>> copies = shared.sources().copies(List.of(pack));
    String name = "the pack " + pack.objectId();
    try (StripeReader reader = new StripeReader(pack, name, copies, shared)) {
      return slots.stream().map(slot -> read(pack, reader, slot)).toList();
    }
  }

  private static byte[] read(StoredStripe pack, StripeReader reader, PackSlot slot) {
    int pieceLength = pack.bits().getFirst().metainfo().pieceLength();
    StripeGeometry geometry = pack.geometry();
    Window window = reader.plan().window(slot.offset(), slot.length());
    byte[][] units = reader.fetch(window, reader.plan().touched(slot.offset(), slot.length()));
    long windowOffset = (long) window.firstPiece() * pieceLength;
    byte[] sealed = new byte[Math.toIntExact(slot.length())];
    for (int done = 0; done < sealed.length; ) {
      Run run = geometry.locate(slot.offset() + done);
      int step = Math.min(run.length(), sealed.length - done);
      int from = (int) (run.offset() - windowOffset);
      System.arraycopy(units[run.bit()], from, sealed, done, step);
      done += step;
    }
    return sealed;
  }
}
