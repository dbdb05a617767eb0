// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lock;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.LockCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which locks end. It is the wall clock's as long as that goes as time does; a wall
 * clock that is set forward takes it along only as far as it is believed. Thread-safe.
 */
public final class LockClock implements InstantSource {
  /*
   * INVARIANTS:
   *  1. It is never ahead of the wall clock, and what it reached it does not lose while that is set
   *     back and forth.
   *  2. While the gateway runs it goes no faster than the steady clock, which nobody can set.
   *  3. Over a stop it goes no further than the wall clock, and by STOPPED_MAX at most.
   *
   * So a lock may end late, after a long stop or a sleep of the machine, until somebody says that
   * the wall clock is right; but it does not end early because a clock was wrong.
   */

  private static final Logger log = LoggerFactory.getLogger(LockClock.class);

  private final LockCatalog catalog;
  private final Clocks clocks;
  private Instant reached;
  private Instant steadyThen;

  /** Goes on from where it was when that was last noted. */
  public LockClock(LockCatalog catalog, Clocks clocks) {
    this.catalog = catalog;
    this.clocks = clocks;
    Instant wall = clocks.wall().instant();
    // What was noted before there was anything to lock is of no meaning.
    Instant noted = catalog.any() ? catalog.clock().orElse(wall) : wall;
    this.reached = earlier(wall, noted.plus(LockLimits.STOPPED_MAX));
    if (reached.isBefore(noted)) {
      this.reached = noted;
    }
    this.steadyThen = clocks.steady().instant();
    if (reached.isBefore(wall)) {
      log.warn(
          "by the clock the gateway was stopped for {}: for locks of objects it is {} until"
              + " somebody starts it with --trust-clock",
          Duration.between(noted, wall),
          reached);
    }
  }

  @Override
  public synchronized Instant instant() {
    Instant steady = clocks.steady().instant();
    Instant wall = clocks.wall().instant();
    Instant passed = earlier(wall, reached.plus(Duration.between(steadyThen, steady)));
    steadyThen = steady;
    if (passed.isAfter(reached)) {
      reached = passed;
    }
    return earlier(wall, reached);
  }

  /** Notes how far it has come, for the next start; returns false, for it is never urgent. */
  public boolean note() {
    if (catalog.any()) {
      Instant _ = instant();
      catalog.setClock(reached());
    }
    return false;
  }

  private synchronized Instant reached() {
    return reached;
  }

  /** Believes the wall clock as it is set now: somebody looked at it. */
  public void trust() {
    Instant wall = clocks.wall().instant();
    Instant before;
    synchronized (this) {
      before = reached;
      reached = wall;
      steadyThen = clocks.steady().instant();
    }
    catalog.setClock(wall);
    log.warn("for locks of objects it was {}, and is {} now: the clock is trusted", before, wall);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
