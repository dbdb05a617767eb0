// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A time that was right at the start and has moved on evenly since. Thread-safe. */
final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanoTime;
  private final long startNanos;

  /**
   * @param start what it shows first
   * @param nanoTime nanoseconds since any moment, such as {@link System#nanoTime}
   */
  SteadyClock(Instant start, LongSupplier nanoTime) {
    this.start = start;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanoTime.getAsLong() - startNanos);
  }
}
