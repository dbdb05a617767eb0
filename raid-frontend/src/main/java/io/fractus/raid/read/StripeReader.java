// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.PieceCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Fetches windows of one stripe and decodes what cannot be fetched. Not thread-safe. */
final class StripeReader implements AutoCloseable {
  /*
   * The code is systematic, so a window first asks for the data bits that hold its frames and for
   * nothing else; a WindowRace says when others are asked. Connections are kept for the windows
   * that follow.
   */

  private final StoredStripe stripe;
  private final String objectName;
  private final StripePlan plan;
  private final ErasureCode code;
  private final Map<InfoHash, List<Copy>> copies;
  private final Readers shared;
  private final List<BitSource> sources = new ArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  StripeReader(
      StoredStripe stripe, String objectName, Map<InfoHash, List<Copy>> copies, Readers shared) {
    this.stripe = stripe;
    this.objectName = objectName;
    this.copies = copies;
    this.shared = shared;
    this.plan = new StripePlan(stripe);
    this.code = ErasureCodes.of(stripe.layout().dataBits(), stripe.layout().parityBits());
    for (StoredBit bit : stripe.bits()) {
      sources.add(new BitSource(bit, copies.getOrDefault(bit.infoHash(), List.of()), shared));
    }
  }

  StripePlan plan() {
    return plan;
  }

  /**
   * The bytes of a window: for each data bit that its frames touch, the bytes of its pieces; null
   * for the others.
   *
   * @throws StoreException STRIPE_UNAVAILABLE if fewer than k bits can be read
   */
  byte[][] fetch(Window window) {
    return fetch(window, plan.touched(window));
  }

  /** The same for the data bits that are wanted. Nobody writes into what it returns. */
  byte[][] fetch(Window window, boolean[] touched) {
    RecentPieces kept = shared.pieces();
    if (!kept.keeps(bytes(window, touched))) {
      return read(window, touched);
    }
    byte[][] units = new byte[touched.length][];
    boolean[] missing = touched.clone();
    int here = 0;
    int fetched = 0;
    for (int bit = 0; bit < touched.length; bit++) {
      byte[] found = touched[bit] ? kept.find(stripe.bits().get(bit), window) : null;
      if (found != null) {
        units[bit] = found;
        missing[bit] = false;
        here++;
      }
      fetched += missing[bit] ? 1 : 0;
    }
    kept.count(here, fetched);
    if (fetched > 0) {
      InfoHash first = stripe.bits().getFirst().infoHash();
      byte[][] rest =
          kept.joined().fetch(first, window, missing, () -> readToKeep(window, missing));
      for (int bit = 0; bit < touched.length; bit++) {
        units[bit] = missing[bit] ? rest[bit] : units[bit];
      }
    }
    return units;
  }

  private long bytes(Window window, boolean[] touched) {
    long bytes = 0;
    for (int bit = 0; bit < touched.length; bit++) {
      bytes += touched[bit] ? sources.get(bit).length(window) : 0;
    }
    return bytes;
  }

  private byte[][] read(Window window, boolean[] wanted) {
    return decode(race(window, wanted), wanted);
  }

  /** What came was verified when it came; what is decoded is, before others are given it. */
  private byte[][] readToKeep(Window window, boolean[] wanted) {
    byte[][] came = race(window, wanted);
    byte[][] units = decode(came.clone(), wanted);
    for (int bit = 0; bit < wanted.length; bit++) {
      if (wanted[bit] && (came[bit] != null || isRight(bit, window, units[bit]))) {
        shared.pieces().keep(stripe.bits().get(bit), window, units[bit]);
      }
    }
    return units;
  }

  private boolean isRight(int bit, Window window, byte[] unit) {
    return new PieceCheck(stripe.bits().get(bit).metainfo())
            .firstWrong(window.firstPiece(), window.pieces(), unit, 0)
        < 0;
  }

  private byte[][] race(Window window, boolean[] wanted) {
    int k = stripe.layout().dataBits();
    WindowRace race = new WindowRace(sources, k, window, wanted, shared.hedging(), executor);
    byte[][] units = run(race);
    if (!race.isEnough()) {
      throw unavailable(stripe, objectName, sources.size() - race.reachable());
    }
    shared.explorer().read(stripe, copies, window);
    return units;
  }

  private byte[][] decode(byte[][] units, boolean[] wanted) {
    Decoding.fill(code, units, bit -> bit < wanted.length && wanted[bit]);
    return Arrays.copyOf(units, stripe.layout().dataBits());
  }

  private static byte[][] run(WindowRace race) {
    try {
      return race.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while a stripe was read", e);
    }
  }

  /** The refusal, with what is missing. */
  static StoreException unavailable(StoredStripe stripe, String objectName, int missing) {
    return new StoreException(
        Code.STRIPE_UNAVAILABLE,
        ("stripe %d of %s cannot be read now: %d of its %d bits are missing, and at most %d may be;"
                + " it can be read again when their nodes return")
            .formatted(
                stripe.number(),
                objectName,
                missing,
                stripe.bits().size(),
                stripe.layout().parityBits()));
  }

  @Override
  public void close() {
    sources.forEach(BitSource::close);
    // What was given up ends by itself, at once.
    executor.close();
  }
}
