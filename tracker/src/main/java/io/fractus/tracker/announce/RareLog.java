// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.tracker.Limits;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Logs one failure in {@link Limits#LOG_PAUSE}, so that clients cannot fill it. Thread-safe. */
public final class RareLog {
  private final Logger log;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  public RareLog(Logger log) {
    this.log = log;
  }

  /** Logs the failure, or passes it over if there was one just now. */
  public void error(String message, Throwable cause) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + Limits.LOG_PAUSE.toNanos())) {
      log.error(message, cause);
    }
  }
}
