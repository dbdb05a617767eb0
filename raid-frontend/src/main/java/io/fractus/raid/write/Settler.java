// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.engine.EngineException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets stripes be acknowledged as soon as they are staged, and spreads them behind the back of who
 * wrote them. Thread-safe.
 */
public final class Settler implements Spreading, AutoCloseable {
  /*
   * A bounded number of stripes is on its way at a time. When it is reached, puts wait, packs grow
   * meanwhile, and all goes at the pace of the nodes: or staging would fill up with bits that have
   * no copy at all. What finds no nodes stays staged, and is placed again and again by whoever
   * keeps copies, as it is after a start.
   */

  private static final Logger log = LoggerFactory.getLogger(Settler.class);

  private final Catalog catalog;
  private final Spreader spreader;
  private final Semaphore places = new Semaphore(WriteLimits.SETTLED_AT_ONCE);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  /** Of one gateway. */
  public Settler(Catalog catalog, Spreader spreader) {
    this.catalog = catalog;
    this.spreader = spreader;
  }

  @Override
  public void announce(String objectId, int number) {
    spreader.announce(objectId, number);
  }

  @Override
  public void spread(StoredStripe stripe, BooleanSupplier cancelled) {
    awaitPlace(cancelled);
    boolean begun = false;
    try {
      spreader.hold(stripe);
      executor.execute(() -> settle(stripe));
      begun = true;
    } finally {
      if (!begun) {
        spreader.letGo(stripe);
        places.release();
      }
    }
  }

  private void awaitPlace(BooleanSupplier cancelled) {
    long end = System.nanoTime() + WriteLimits.STAGING_WAIT.toNanos();
    Duration step = WriteLimits.PROBE_PAUSE;
    try {
      while (!places.tryAcquire(step.toMillis(), TimeUnit.MILLISECONDS)) {
        if (closed || cancelled.getAsBoolean() || System.nanoTime() > end) {
          throw new StoreException(
              Code.UNAVAILABLE,
              "the gateway has %d stripes on their way to nodes and takes no further one now"
                  .formatted(WriteLimits.SETTLED_AT_ONCE));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while a stripe was staged", e);
    }
  }

  private void settle(StoredStripe stripe) {
    try {
      spreader.spread(stripe, () -> closed);
    } catch (StoreException | EngineException e) {
      if (!closed) {
        log.warn(
            "a stripe of {} is acknowledged and not on nodes yet, and is tried again: {}",
            stripe.layout(),
            e.getMessage());
      }
    } finally {
      // It may have been deleted before it was placed.
      catalog.disownIfGone(stripe);
      spreader.letGo(stripe);
      places.release();
    }
  }

  @Override
  public void forget(String objectId, int stripes) {
    spreader.forget(objectId, stripes);
  }

  /** Ends what is on its way, which stays staged, and waits for its end. */
  @Override
  public void close() {
    closed = true;
    executor.close();
  }
}
