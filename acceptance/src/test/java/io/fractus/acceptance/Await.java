// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for what another process does, bounded in time. Stateless. */
final class Await {
  private static final Duration STEP = Duration.ofMillis(250);

  private Await() {}

  /**
   * Asks again and again until the answer is yes.
   *
   * @throws AssertionError at the deadline, with the last exception if the question threw one
   */
  static void until(String what, Duration limit, Callable<Boolean> question) {
    long deadline = System.nanoTime() + limit.toNanos();
    Throwable last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (question.call()) {
          return;
        }
        last = null;
      } catch (Exception | AssertionError e) {
        last = e;
      }
      pause();
    }
    throw new AssertionError("not within " + limit.toSeconds() + " s: " + what, last);
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
