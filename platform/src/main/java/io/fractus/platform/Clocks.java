// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The two clocks of a process: one says what time it is, the other how much of it has passed.
 *
 * <p>The wall clock is for what is stored, shown, or compared with other machines. Somebody may set
 * it, and while it is wrong it is wrong by years. Whatever measures how long ago something was, or
 * how long to wait, asks the steady one, which nobody can set.
 *
 * @param wall what time it is
 * @param steady the time as it was at the start of the process, and what passed since
 */
public record Clocks(InstantSource wall, InstantSource steady) {
  /** The clocks of this machine. */
  public static Clocks system() {
    return new Clocks(
        InstantSource.system(),
        new SteadyClock(InstantSource.system().instant(), System::nanoTime));
  }

  /** One clock for both, which nobody sets. */
  public static Clocks of(InstantSource clock) {
    return new Clocks(clock, clock);
  }

  /** What the wall clock would have shown, as it is set now, when the steady one showed this. */
  public Instant toWall(Instant then) {
    return wall.instant().plus(Duration.between(steady.instant(), then));
  }

  /**
   * What the steady clock showed when the wall clock, as it is set now, showed this; what seems to
   * be still to come happened just now.
   */
  public Instant toSteady(Instant then) {
    Duration ago = Duration.between(then, wall.instant());
    return ago.isNegative() ? steady.instant() : steady.instant().minus(ago);
  }
}
