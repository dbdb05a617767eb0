// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import java.time.Duration;

/** Every bound of lifecycles, each with its reason. */
public final class LifecycleLimits {
  /** Between two pages of a round, of 1,000 versions or uploads each: a million in 17 minutes. */
  public static final Duration PAGE_PAUSE = Duration.ofSeconds(1);

  /** Between two rounds: rules count in days. */
  public static final Duration ROUND_PAUSE = Duration.ofHours(1);

  /** Sealed bytes that move to other classes in a second: half of a slow line, 2.7 TB a day. */
  public static final long MOVED_BYTES_PER_SECOND = 32 << 20;

  /** Stripes that move together: what a kill undoes, and what a transaction is about. */
  public static final int STRIPES_TOGETHER = 16;

  /** Sealed bytes of stripes that move together, but for the last one. */
  public static final long BYTES_TOGETHER = 64 << 20;

  /** How often packed objects are looked up again that were elsewhere when they had been read. */
  public static final int PACKED_ATTEMPTS = 3;

  /** Cells of stripes that move have the heap divided by this: one run at a time. */
  public static final int CELLS_HEAP_DIVISOR = 16;

  private LifecycleLimits() {}
}
