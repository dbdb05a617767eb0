// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.repair;

import java.time.Duration;

/** Every bound of rebuilding, each with its reason. */
public final class RebuildLimits {
  /**
   * How often the tracker is asked: a bit without a copy has waited for hours, or is one of many.
   */
  public static final Duration PAUSE = Duration.ofSeconds(5);

  /** Bits that are asked for at a time; they are rebuilt one after the other. */
  public static final int BITS_AT_A_TIME = 4;

  /** Bytes per second that are read of others: a quarter of a gigabit, the rest is for clients. */
  public static final long BYTES_PER_SECOND = 32L << 20;

  /** How long to wait for room in the staging area: puts come first. */
  public static final Duration STAGING_WAIT = Duration.ofSeconds(1);

  /** Memory of all that is rebuilt: the heap divided by this. */
  public static final int HEAP_DIVISOR = 16;

  private RebuildLimits() {}
}
