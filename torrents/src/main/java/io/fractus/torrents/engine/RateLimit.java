// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.Limits;
import java.util.concurrent.TimeUnit;

/** Bytes per second that all connections share. Thread-safe. */
public final class RateLimit {
  /** What a late wake-up may catch up with. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private long perSecond;
  private long freeAt = System.nanoTime();
  private volatile boolean limited;

  /**
   * @param perSecond bytes, or 0 for no limit
   */
  public RateLimit(long perSecond) {
    set(perSecond);
  }

  /** Changes it from now on, for those who wait too; 0 is no limit. */
  public synchronized void set(long bytesPerSecond) {
    perSecond = bytesPerSecond;
    limited = bytesPerSecond > 0;
    freeAt = System.nanoTime();
    notifyAll();
  }

  /** How many blocks should be taken at once, 1 to the most, so that a change is felt soon. */
  public int blocks(int most) {
    return limited ? Math.clamp(rate() / 8 / Limits.WIRE_BLOCK_MAX, 1, most) : most;
  }

  private synchronized long rate() {
    return perSecond;
  }

  /** Waits until so many bytes may pass. */
  public void take(int bytes) throws InterruptedException {
    if (limited) {
      await(bytes);
    }
  }

  private synchronized void await(int bytes) throws InterruptedException {
    long now = System.nanoTime();
    while (limited && freeAt - now > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, freeAt - now);
      now = System.nanoTime();
    }
    if (limited) {
      freeAt =
          Math.max(freeAt, now - BURST_NANOS) + bytes * TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }
}
