// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the wall clock is set, or stood still while the machine slept, and says so in the
 * log. Not thread-safe.
 */
public final class ClockSteps {
  /** Less than this is a clock that is being trimmed, and no step. */
  public static final Duration MIN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(ClockSteps.class);

  private final Clocks clocks;
  private Duration ahead = Duration.ZERO;

  /** Looks at these clocks; how they are now is how they should stay. */
  public ClockSteps(Clocks clocks) {
    this.clocks = clocks;
    this.ahead = now();
  }

  private Duration now() {
    return Duration.between(clocks.steady().instant(), clocks.wall().instant());
  }

  /** How far the wall clock is ahead of the steady one, as of the last step that was noticed. */
  public Duration ahead() {
    return ahead;
  }

  /** Looks again; returns by how much the wall clock was set since the last look, mostly zero. */
  public Duration look() {
    Duration now = now();
    Duration step = now.minus(ahead);
    if (step.abs().compareTo(MIN) < 0) {
      return Duration.ZERO;
    }
    ahead = now;
    log.warn(
        "the clock of this machine was set {} by {} s, to {}: what is measured goes on as it was,"
            + " and what is recorded from now on is under the new time",
        step.isNegative() ? "back" : "forward",
        step.abs().plusMillis(500).toSeconds(),
        clocks.wall().instant());
    return step;
  }
}
