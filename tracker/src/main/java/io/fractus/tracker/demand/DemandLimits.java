// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.demand;

import java.time.Duration;

/** Every bound of demand, each with its reason. */
public final class DemandLimits {
  /** After this a read counts half: a night forgets less than what makes a copy worth it. */
  public static final Duration HALF_LIFE = Duration.ofHours(12);

  /** Bits whose reads are counted, some 100 bytes each; the coldest are forgotten. */
  public static final int BITS_MAX = 65_536;

  /**
   * Reads that a bit can have. Whoever reports more is not believed, so what nobody reads any more
   * is cold after so many half-lives as this has bits, whatever was said of it.
   */
  public static final double READS_MAX = 4_096;

  /** How much of the book goes when it is full: so a sort is paid by so many that came. */
  static final int FORGOTTEN_AT_ONCE = 8;

  private DemandLimits() {}
}
