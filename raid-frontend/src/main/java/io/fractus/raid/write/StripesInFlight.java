// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * The stripes of one put that are being spread while the next are written, at most {@link
 * WriteLimits#STRIPES_IN_FLIGHT_MAX}. Not thread-safe.
 */
final class StripesInFlight implements AutoCloseable {
  private final Spreading spreading;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<?>> running = new ArrayDeque<>();
  private final String objectId;
  private final BooleanSupplier ended;
  private int announced;
  private volatile boolean cancelled;

  StripesInFlight(String objectId, Spreading spreading) {
    this(objectId, spreading, () -> false);
  }

  /**
   * Of one run.
   *
   * @param ended asked now and then; true ends the wait for nodes
   */
  StripesInFlight(String objectId, Spreading spreading, BooleanSupplier ended) {
    this.objectId = objectId;
    this.spreading = spreading;
    this.ended = ended;
  }

  /** The next stripe is about to be known to others: nobody may take its bits from staging. */
  void announce(StoredStripe stripe) {
    announced = stripe.number() + 1;
    spreading.announce(objectId, stripe.number());
  }

  /** Starts to spread a stripe, once there is room; throws what an earlier one threw. */
  void start(StoredStripe stripe) {
    while (!running.isEmpty()
        && (running.size() >= WriteLimits.STRIPES_IN_FLIGHT_MAX || running.peek().isDone())) {
      await(running.remove());
    }
    running.add(
        executor.submit(() -> spreading.spread(stripe, () -> cancelled || ended.getAsBoolean())));
  }

  /** Waits for all of them; throws what any of them threw. */
  void finish() {
    while (!running.isEmpty()) {
      await(running.remove());
    }
  }

  private static void await(Future<?> spread) {
    try {
      spread.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while stripes were spread", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives up what is still running and waits until it has ended: nothing of it goes on after. */
  @Override
  public void close() {
    cancelled = true;
    executor.close();
    spreading.forget(objectId, announced);
  }
}
