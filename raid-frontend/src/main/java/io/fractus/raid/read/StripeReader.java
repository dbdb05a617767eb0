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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches windows of one stripe and decodes what cannot be fetched. Not thread-safe. */
final class StripeReader implements AutoCloseable {
  /*
   * The code is systematic, so a window first asks for the data bits that hold its frames and for
   * nothing else. Only when one of them has no source left are other bits read, at the same pieces,
   * until there are k: data bits before parity, since those need no arithmetic. A data bit of which
   * only silent nodes have copies is not waited for either, if there are k others.
   */

  private final StoredStripe stripe;
  private final String objectName;
  private final StripePlan plan;
  private final ErasureCode code;
  private final List<BitSource> sources = new ArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  StripeReader(
      StoredStripe stripe, String objectName, Map<InfoHash, List<Copy>> copies, Readers shared) {
    this.stripe = stripe;
    this.objectName = objectName;
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
    int n = stripe.bits().size();
    int k = stripe.layout().dataBits();
    byte[][] units = new byte[n][];
    boolean[] asked = new boolean[n];
    long ready = sources.stream().filter(BitSource::isReady).count();
    List<Integer> next = new ArrayList<>();
    for (int bit = 0; bit < k; bit++) {
      if (touched[bit] && (ready < k || sources.get(bit).isReady())) {
        next.add(bit);
      }
    }
    while (true) {
      next.forEach(bit -> asked[bit] = true);
      read(window, next, units);
      int read = count(units);
      boolean whole = true;
      for (int bit = 0; bit < k; bit++) {
        whole &= !touched[bit] || units[bit] != null;
      }
      if (whole) {
        return Arrays.copyOf(units, k);
      }
      if (read >= k) {
        decode(units, touched);
        return Arrays.copyOf(units, k);
      }
      next = unasked(asked, k - read);
      if (next.isEmpty()) {
        throw unavailable(stripe, objectName, n - read);
      }
    }
  }

  private List<Integer> unasked(boolean[] asked, int wanted) {
    List<Integer> bits = new ArrayList<>();
    for (int pass = 0; pass < 3; pass++) {
      for (int bit = 0; bit < asked.length && bits.size() < wanted; bit++) {
        BitSource source = sources.get(bit);
        boolean good = pass == 0 ? source.isReady() : pass == 2 || source.isPromising();
        if (good && !asked[bit] && !bits.contains(bit)) {
          bits.add(bit);
        }
      }
    }
    return bits;
  }

  private void read(Window window, List<Integer> bits, byte[][] units) {
    List<Future<byte[]>> reads = new ArrayList<>();
    for (int bit : bits) {
      BitSource source = sources.get(bit);
      reads.add(executor.submit(() -> source.read(window.firstPiece(), window.pieces())));
    }
    for (int i = 0; i < reads.size(); i++) {
      units[bits.get(i)] = get(reads.get(i));
    }
  }

  private static byte[] get(Future<byte[]> read) {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while a stripe was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void decode(byte[][] units, boolean[] touched) {
    int length = 0;
    boolean[] present = new boolean[units.length];
    for (int bit = 0; bit < units.length; bit++) {
      present[bit] = units[bit] != null;
      length = present[bit] ? units[bit].length : length;
    }
    byte[] unused = new byte[length];
    byte[][] all = new byte[units.length][];
    for (int bit = 0; bit < units.length; bit++) {
      all[bit] = present[bit] ? units[bit] : unused;
    }
    for (int bit = 0; bit < touched.length; bit++) {
      if (touched[bit] && !present[bit]) {
        all[bit] = new byte[length];
        code.rebuild(bit, all, present, 0, length);
        units[bit] = all[bit];
        all[bit] = unused;
      }
    }
  }

  private static int count(byte[][] units) {
    int count = 0;
    for (byte[] unit : units) {
      count += unit == null ? 0 : 1;
    }
    return count;
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
    // Ends reads that are blocked; one that went on to the next copy is closed after it.
    sources.forEach(BitSource::close);
    executor.close();
    sources.forEach(BitSource::close);
  }
}
