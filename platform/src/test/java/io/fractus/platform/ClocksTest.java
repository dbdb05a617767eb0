// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClocksTest {
  private static final Instant START = Instant.parse("2026-11-27T08:00:00Z");

  private Instant wall = START;
  private long nanos = -7;
  private final Clocks clocks = new Clocks(() -> wall, new SteadyClock(START, () -> nanos));
  private final ClockSteps steps = new ClockSteps(clocks);

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void steady_wallIsSet_showsWhatPassed() {
    pass(Duration.ofSeconds(3));
    wall = wall.plus(Duration.ofDays(400));

    assertThat(clocks.steady().instant()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void toWall_wallIsSet_isUnderTheNewTime() {
    Instant heard = clocks.steady().instant();
    pass(Duration.ofSeconds(3));
    wall = wall.minus(Duration.ofHours(1));

    assertThat(clocks.toWall(heard)).isEqualTo(wall.minusSeconds(3));
    assertThat(clocks.toSteady(clocks.toWall(heard))).isEqualTo(heard);
  }

  @Test
  void toSteady_ofTheFuture_isNow() {
    assertThat(clocks.toSteady(wall.plus(Duration.ofDays(400))))
        .isEqualTo(clocks.steady().instant());
  }

  @Test
  void look_timePasses_isNoStep() {
    pass(Duration.ofDays(1_000));

    assertThat(steps.look()).isZero();
    assertThat(steps.ahead()).isZero();
  }

  @Test
  void look_trimmedBySeconds_isNoStep() {
    wall = wall.plusSeconds(9);

    assertThat(steps.look()).isZero();
  }

  @Test
  void look_setAndSetBack_isTwoSteps() {
    wall = wall.plus(Duration.ofDays(400));
    pass(Duration.ofSeconds(1));

    assertThat(steps.look()).isEqualTo(Duration.ofDays(400));
    assertThat(steps.look()).isZero();
    assertThat(steps.ahead()).isEqualTo(Duration.ofDays(400));

    wall = wall.minus(Duration.ofDays(400));

    assertThat(steps.look()).isEqualTo(Duration.ofDays(-400));
    assertThat(steps.ahead()).isZero();
  }
}
