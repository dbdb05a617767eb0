// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.Run;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.memory.MemoryBudget;
import java.util.List;

/** Reads the sealed bytes of a whole stripe as they are, without any key. Not thread-safe. */
public final class SealedReader implements AutoCloseable {
  private final StripeReader reader;
  private final MemoryBudget.Lease memory;
  private final StripeGeometry geometry;
  private final int pieceLength;
  private final long pieceBytes;
  private final long step;
  private long next;

  /**
   * A reader at the first byte.
   *
   * @param stripe not of a pack
   * @param name of its object, for messages
   * @throws io.fractus.raid.object.StoreException TRACKER_UNREACHABLE, or UNAVAILABLE without
   *     memory
   */
  public SealedReader(StoredStripe stripe, String name, Readers shared) {
    int dataBits = stripe.layout().dataBits();
    this.geometry = stripe.geometry();
    this.pieceLength = stripe.bits().getFirst().metainfo().pieceLength();
    // What a piece of each data bit holds together: some whole rows, so that they are one run.
    this.pieceBytes = (long) pieceLength * dataBits;
    this.step = pieceBytes * Math.max(1, ReadLimits.WINDOW_BYTES / pieceBytes);
    this.memory =
        shared.memory().take(2 * Math.min(step, stripe.sealedLength()), ReadLimits.READ_WAIT);
    try {
      this.reader =
          new StripeReader(stripe, name, shared.sources().copies(List.of(stripe)), shared);
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /**
   * The next bytes, each verified against the hash of its piece; none at the end.
   *
   * @throws io.fractus.raid.object.StoreException STRIPE_UNAVAILABLE
   */
  public byte[] next() {
    int length = (int) Math.min(step, geometry.sealedLength() - next);
    byte[] sealed = new byte[length];
    if (length == 0) {
      return sealed;
    }
    int firstPiece = (int) (next / pieceBytes);
    int pieces = (int) ((length + pieceBytes - 1) / pieceBytes);
    byte[][] units =
        reader.fetch(new Window(0, 0, firstPiece, pieces), reader.plan().touched(next, length));
    long windowOffset = (long) firstPiece * pieceLength;
    for (int done = 0; done < length; ) {
      Run run = geometry.locate(next + done);
      int taken = Math.min(run.length(), length - done);
      System.arraycopy(units[run.bit()], (int) (run.offset() - windowOffset), sealed, done, taken);
      done += taken;
    }
    next += length;
    return sealed;
  }

  @Override
  public void close() {
    reader.close();
    memory.close();
  }
}
