// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.raid.catalog.Catalog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockClockTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final Duration YEARS = Duration.ofDays(3_650);

  @TempDir Path directory;
  private Catalog catalog;
  private Instant wall = START;
  private Instant steady = START;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.book(() -> START).create("ledger", "alice", true);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void instant_whileTheClocksGoAlike_isTheWallClock() {
    LockClock clock = started();
    pass(Duration.ofHours(5));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(5)));
  }

  @Test
  void instant_theWallClockIsSetForward_goesOnAsTimePasses() {
    LockClock clock = started();
    wall = wall.plus(YEARS);
    assertThat(clock.instant()).isEqualTo(START);
    pass(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    wall = wall.minus(YEARS);
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void instant_theWallClockIsSetBack_isNeverAheadOfItAndLosesNothing() {
    LockClock clock = started();
    wall = wall.minus(YEARS);
    assertThat(clock.instant()).isEqualTo(wall);
    wall = wall.plus(YEARS);
    assertThat(clock.instant()).isEqualTo(START);
  }

  @Test
  void start_afterAStop_believesTheWallClockForAWeek() {
    LockClock clock = started();
    assertThat(clock.note()).isFalse();
    pass(Duration.ofDays(6));
    assertThat(started().instant()).isEqualTo(wall);
    pass(Duration.ofDays(30));
    assertThat(started().instant()).isEqualTo(START.plus(LockLimits.STOPPED_MAX));
  }

  /** Killed before the first note. */
  @Test
  void start_afterTheFirstBucketAndNoNote_believesTheWallClockForAWeek() {
    pass(YEARS);
    assertThat(started().instant()).isEqualTo(START.plus(LockLimits.STOPPED_MAX));
  }

  @Test
  void trust_afterAStop_isTheWallClockOverStarts() {
    assertThat(started().note()).isFalse();
    pass(YEARS);
    LockClock clock = started();
    clock.trust();
    assertThat(clock.instant()).isEqualTo(wall);
    assertThat(started().instant()).isEqualTo(wall);
  }

  @Test
  void start_beforeAnythingCouldBeLocked_isTheWallClock() {
    assertThat(started().note()).isFalse();
    catalog.deleteBucket("ledger");
    pass(YEARS);
    assertThat(started().instant()).isEqualTo(wall);
  }

  private LockClock started() {
    return new LockClock(catalog.locks(), new Clocks(() -> wall, () -> steady));
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    steady = steady.plus(time);
  }
}
