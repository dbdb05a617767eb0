// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.memory;

import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of memory that pieces of work share. Who asks first is served first, so that a large one is
 * not passed by small ones for ever. Thread-safe.
 */
public final class MemoryBudget {
  private static final long UNIT = 64 << 10;

  private final int total;
  private final Semaphore units;

  /**
   * A budget of which nothing is taken.
   *
   * @param bytes rounded down to 64 KiB, and at least that
   */
  public MemoryBudget(long bytes) {
    this.total = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    this.units = new Semaphore(total, true);
  }

  /** One of so many equal parts of this process's heap. */
  public static MemoryBudget ofHeap(int parts) {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / parts);
  }

  /**
   * Takes memory, waiting until others give it back. What needs more than there is takes all.
   *
   * @throws StoreException UNAVAILABLE if none came free in time
   */
  public Lease take(long bytes, Duration wait) {
    int wanted = Math.clamp((bytes + UNIT - 1) / UNIT, 1, total);
    try {
      if (!units.tryAcquire(wanted, wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreException(
            Code.UNAVAILABLE,
            "the gateway does as much as its memory allows: try again later, or give it more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while waiting for memory", e);
    }
    return new Lease(units, wanted);
  }

  /** Memory that was taken; to be closed once. */
  public static final class Lease implements AutoCloseable {
    private final Semaphore units;
    private final int taken;

    private Lease(Semaphore units, int taken) {
      this.units = units;
      this.taken = taken;
    }

    @Override
    public void close() {
      units.release(taken);
    }
  }
}
