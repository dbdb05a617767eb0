// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.PieceCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Computes a bit of which no copy can be read from any k others of its stripe. Thread-safe. */
public final class BitRebuilder {
  private final Readers shared;

  public BitRebuilder(Readers shared) {
    this.shared = shared;
  }

  /** Takes the bytes of the bit, one window after the other. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes some more.
     *
     * @param bytes verified against the hashes of their pieces
     * @param read bytes of other bits that were read for them
     */
    void take(byte[] bytes, long read) throws IOException;
  }

  /**
   * Rebuilds one bit.
   *
   * @throws StoreException STRIPE_UNAVAILABLE if fewer than k others can be read; UNAVAILABLE if
   *     there is no memory, or what comes out is not what the bit was
   * @throws IOException of the sink
   */
  public void rebuild(StoredStripe stripe, int position, Sink sink) throws IOException {
    BitMetainfo bit = stripe.bits().get(position).metainfo();
    int k = stripe.layout().dataBits();
    int step = Math.max(1, ReadLimits.WINDOW_BYTES / (k * bit.pieceLength()));
    long held =
        (long) (k + 1 + ReadLimits.MORE_BITS_MAX)
            * Math.min(bit.length(), (long) step * bit.pieceLength());
    try (MemoryBudget.Lease _ = shared.memory().take(held, ReadLimits.READ_WAIT);
        Others others = new Others(stripe, position)) {
      for (int piece = 0; piece < bit.pieceCount(); piece += step) {
        int pieces = Math.min(step, bit.pieceCount() - piece);
        byte[] bytes = others.rebuild(piece, pieces);
        int wrong = new PieceCheck(bit).firstWrong(piece, pieces, bytes, 0);
        if (wrong >= 0) {
          // Each piece that was read was right: the catalog says of some bit what is not so.
          throw new StoreException(
              Code.UNAVAILABLE,
              "piece %d of bit %s was rebuilt, and does not have its hash"
                  .formatted(wrong, bit.infoHash()));
        }
        sink.take(bytes, (long) k * bytes.length);
      }
    }
  }

  /** The other bits of a stripe, each with a connection that serves all windows. */
  private final class Others implements AutoCloseable {
    private final StoredStripe stripe;
    private final int position;
    private final ErasureCode code;
    private final List<BitSource> sources = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private Others(StoredStripe stripe, int position) {
      this.stripe = stripe;
      this.position = position;
      this.code = ErasureCodes.of(stripe.layout().dataBits(), stripe.layout().parityBits());
      Map<InfoHash, List<Copy>> copies = shared.sources().copies(List.of(stripe));
      for (StoredBit bit : stripe.bits()) {
        // What is said to have the bit itself does not: that is why it is rebuilt.
        List<Copy> of =
            bit.position() == position ? List.of() : copies.getOrDefault(bit.infoHash(), List.of());
        sources.add(new BitSource(bit, of, shared));
      }
    }

    byte[] rebuild(int piece, int pieces) {
      int k = stripe.layout().dataBits();
      boolean[] all = new boolean[k];
      Arrays.fill(all, true);
      Window window = new Window(0, 0, piece, pieces);
      WindowRace race = new WindowRace(sources, k, window, all, shared.hedging(), executor);
      byte[][] units = run(race);
      if (!race.isEnough()) {
        throw StripeReader.unavailable(
            stripe,
            "the object that bit %d is of".formatted(position),
            sources.size() - race.reachable());
      }
      Decoding.fill(code, units, bit -> bit == position);
      return units[position];
    }

    private static byte[][] run(WindowRace race) {
      try {
        return race.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(Code.UNAVAILABLE, "interrupted while a bit was rebuilt", e);
      }
    }

    @Override
    public void close() {
      sources.forEach(BitSource::close);
      executor.close();
    }
  }
}
