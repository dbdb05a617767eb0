// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.pace;

/**
 * Bytes that may be moved: it fills with time, up to its size, and may be overdrawn. Pure: time is
 * what callers say it is, in milliseconds. Not thread-safe.
 */
public final class ByteBucket {
  private final double size;
  private final double perMilli;
  private double level;
  private long at;

  /** One that is full now. */
  public ByteBucket(double size, double perMilli, long now) {
    this.size = size;
    this.perMilli = perMilli;
    this.level = size;
    this.at = now;
  }

  /** What is in it, below 0 if it was overdrawn. */
  public double level(long now) {
    level = Math.min(size, level + perMilli * Math.max(0, now - at));
    at = now;
    return level;
  }

  /** Takes so many bytes, whether they are there or not. */
  public void take(double bytes, long now) {
    level(now);
    level -= bytes;
  }

  /** Whether it is as full as a new one. */
  public boolean isFull(long now) {
    return level(now) >= size;
  }
}
