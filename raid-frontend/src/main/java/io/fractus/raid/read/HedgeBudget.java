// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

/**
 * How many bytes reads may ask for that they will not need: a share of those that they needed.
 * Thread-safe.
 */
public final class HedgeBudget {
  /*
   * A bucket of bytes. What is to be asked for in addition is taken out of it before it is asked
   * for, and when it is known what came for nothing, the rest is put back. Needed bytes fill it. So
   * when all nodes are slow at once, and every read would like to ask somebody else, the bucket is
   * soon empty and they wait as they would have.
   */

  private long tokens = ReadLimits.HEDGE_BYTES_FIRST;
  private long useful;
  private long extra;
  private long detour;
  private long hedges;
  private long won;
  private long late;
  private long explored;

  /** Takes bytes for a source that will be asked in addition; false if there are too few. */
  synchronized boolean take(long bytes) {
    return take(bytes, 0);
  }

  /** Takes bytes only if hedges have as many as they may need after that. */
  synchronized boolean takeSpare(long bytes) {
    return take(bytes, ReadLimits.HEDGE_BYTES_KEPT);
  }

  private boolean take(long bytes, long kept) {
    if (tokens - bytes < kept) {
      return false;
    }
    tokens -= bytes;
    return true;
  }

  /**
   * What was taken is done with.
   *
   * @param taken as it was taken
   * @param wasted bytes that came and were not needed, of whomever
   */
  synchronized void settle(long taken, long wasted) {
    tokens += taken - wasted;
    extra += wasted;
  }

  /**
   * Bytes were read that were wanted.
   *
   * @param bytes of nodes
   * @param more bytes that had to be read to decode around nodes that are away or known to be slow
   */
  synchronized void read(long bytes, long more) {
    useful += bytes;
    detour += more;
    long share = bytes * ReadLimits.HEDGE_PERCENT / 100;
    tokens = Math.min(tokens + share, Math.max(tokens, ReadLimits.HEDGE_BYTES_MAX));
  }

  /** A source was late, and others were asked. */
  synchronized void hedged() {
    hedges++;
  }

  /** Those gave it sooner. */
  synchronized void overtook() {
    won++;
  }

  /** One more was asked at once. */
  synchronized void boundLate() {
    late++;
  }

  /** A slow node was asked in the background. */
  synchronized void explored() {
    explored++;
  }

  /** All of it so far. */
  public synchronized ReadTotals totals() {
    return new ReadTotals(useful, extra, detour, hedges, won, late, explored);
  }
}
