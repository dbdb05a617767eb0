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

  /** The same for the data bits that are wanted. */
  byte[][] fetch(Window window, boolean[] touched) {
    int k = stripe.layout().dataBits();
    WindowRace race = new WindowRace(sources, k, window, touched, shared.hedging(), executor);
    byte[][] units = run(race);
    if (!race.isEnough()) {
      throw unavailable(stripe, objectName, sources.size() - race.reachable());
    }
    shared.explorer().read(stripe, copies, window);
    Decoding.fill(code, units, bit -> bit < touched.length && touched[bit]);
    return Arrays.copyOf(units, k);
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
