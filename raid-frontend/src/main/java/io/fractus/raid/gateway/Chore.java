// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in the background, pass after pass on a thread of its own: at once while a pass finds
 * something to do or someone wakes it, else after a pause. A pass that throws is logged and tried
 * again.
 */
final class Chore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Chore.class);

  private final String name;
  private final BooleanSupplier pass;
  private final Supplier<Duration> pause;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts a chore.
   *
   * @param pass does some of it and returns whether to go on without a pause
   * @param pause between passes, and after one that threw
   */
  Chore(String name, BooleanSupplier pass, Duration pause) {
    this(name, pass, () -> pause);
  }

  /** With a pause that is not always the same. */
  Chore(String name, BooleanSupplier pass, Supplier<Duration> pause) {
    this.name = name;
    this.pass = pass;
    this.pause = pause;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Has a pass run soon. */
  void wake() {
    wake.release();
  }

  private void run() {
    String failure = "";
    while (!closed) {
      boolean more = false;
      try {
        more = pass.getAsBoolean();
        failure = "";
      } catch (RuntimeException | Error e) {
        // An Error too, such as a full heap: nobody else would do this work until the next start.
        // Said once, not at every retry: an absent tracker would fill the log.
        if (!closed && !failure.equals(String.valueOf(e.getMessage()))) {
          failure = String.valueOf(e.getMessage());
          log.warn("{} will be tried again: {}", name, failure);
        }
      }
      if (!more && !closed) {
        await();
      }
    }
  }

  private void await() {
    try {
      if (wake.tryAcquire(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException _) {
      // Only close() interrupts; the loop looks.
    }
  }

  /** Ends after the pass under way. */
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
