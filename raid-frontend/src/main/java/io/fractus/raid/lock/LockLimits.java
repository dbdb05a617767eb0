// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lock;

import java.time.Duration;

/** Every bound of locks, each with its reason. */
public final class LockLimits {
  /** Between two notes of the time of locks: a kill makes them last so much longer. */
  public static final Duration NOTE_PAUSE = Duration.ofMinutes(1);

  /**
   * How long a gateway is believed to have been stopped, by its wall clock: holidays. What a clock
   * that is wrong at a start can take off a lock is no more.
   */
  public static final Duration STOPPED_MAX = Duration.ofDays(7);

  private LockLimits() {}
}
