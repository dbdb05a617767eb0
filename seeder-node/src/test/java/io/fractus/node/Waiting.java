// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits with a bound, for tests. */
public final class Waiting {
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 20;

  private Waiting() {}

  /** Waits until something holds. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + MAX.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("%s within %s", what, MAX).isLessThan(deadline);
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Takes the next element. */
  public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(MAX.toSeconds(), TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came within " + MAX);
    }
    return taken;
  }
}
