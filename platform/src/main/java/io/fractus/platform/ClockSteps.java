// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.time.Duration;

/** Notices when the wall clock is set, or went on while the machine slept. Not thread-safe. */
public final class ClockSteps {
  /** Less than this is a clock that is being trimmed, and no step. */
  public static final Duration MIN = Duration.ofSeconds(10);

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
    return step;
  }
}
