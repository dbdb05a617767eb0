// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds work to so many bytes a second, by a pause after each piece of it. Thread-safe. */
final class Pace {
  private static final long NANOS = 1_000_000_000L;

  private final long bytesPerSecond;
  private final InstantSource steady;
  private final CountDownLatch ended = new CountDownLatch(1);

  Pace(long bytesPerSecond, InstantSource steady) {
    this.bytesPerSecond = bytesPerSecond;
    this.steady = steady;
  }

  /** What is left of the time that a piece of work may have taken at this pace. */
  Duration left(Instant begun, long bytes) {
    Duration due = Duration.ofNanos(bytes * NANOS / bytesPerSecond);
    return due.minus(Duration.between(begun, steady.instant()));
  }

  /** Waits for that, or until the pace has ended. */
  void await(Instant begun, long bytes) {
    try {
      boolean _ = ended.await(left(begun, bytes).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Nobody waits any more. */
  void end() {
    ended.countDown();
  }
}
