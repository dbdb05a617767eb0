// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.InfoHash;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Has one of those fetch who want the same at the same time, and the others wait. Thread-safe. */
final class JoinedFetches {
  /*
   * Who fetches may be interrupted, for its client has left, or may know fewer copies than another.
   * So those that wait share what it got, but not its failure: then each fetches for itself.
   */

  private final Map<Wanted, CompletableFuture<Optional<byte[][]>>> underWay =
      new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Some pieces of some bits of a stripe.
   *
   * @param first the name of its first bit
   */
  private record Wanted(InfoHash first, int firstPiece, int pieces, BitSet bits) {}

  /**
   * Fetches, or waits for who does.
   *
   * @param first the name of the first bit of the stripe
   * @param wanted one flag for each data bit
   * @return what {@code fetch} gave here or elsewhere; not to be written to
   */
  byte[][] fetch(InfoHash first, Window window, boolean[] wanted, Supplier<byte[][]> fetch) {
    Wanted key = new Wanted(first, window.firstPiece(), window.pieces(), bits(wanted));
    CompletableFuture<Optional<byte[][]>> own = new CompletableFuture<>();
    CompletableFuture<Optional<byte[][]>> other = underWay.putIfAbsent(key, own);
    if (other != null) {
      return await(other).orElseGet(fetch);
    }
    try {
      byte[][] units = fetch.get();
      own.complete(Optional.of(units));
      return units;
    } finally {
      underWay.remove(key, own);
      own.complete(Optional.empty());
    }
  }

  /** How many wait for others who fetch. */
  int waiting() {
    return waiting.get();
  }

  private static BitSet bits(boolean[] wanted) {
    BitSet bits = new BitSet(wanted.length);
    for (int bit = 0; bit < wanted.length; bit++) {
      bits.set(bit, wanted[bit]);
    }
    return bits;
  }

  private Optional<byte[][]> await(CompletableFuture<Optional<byte[][]>> other) {
    waiting.incrementAndGet();
    try {
      return other.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while a stripe was read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      waiting.decrementAndGet();
    }
  }
}
