// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import io.fractus.tracker.placement.Groups;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WeaknessesTest {
  private static final Instant STEADY = Instant.parse("2026-01-05T12:00:00Z");
  private static final Instant WALL = Instant.parse("2031-01-05T12:00:00Z");

  private static final Groups.Status NONE = new Groups.Status(0, 0, 0, "");

  private final Weaknesses weaknesses = new Weaknesses(new Groups());

  private boolean note(String weakness, Duration after) {
    return weaknesses.note("raid6:4+2x2", weakness, WALL, STEADY.plus(after));
  }

  @Test
  void note_stripesOfOneObject_areToldOnceAndCountedAll() {
    assertThat(note("", Duration.ZERO)).isFalse();
    assertThat(weaknesses.placed()).isEqualTo(new Weaknesses.Placed(1, 0, "", null, NONE));

    assertThat(note("lacks a node", Duration.ZERO)).isTrue();
    assertThat(note("lacks two", Limits.EVENT_COALESCING.minusMillis(1))).isFalse();
    assertThat(note("", Limits.EVENT_COALESCING)).isFalse();
    assertThat(weaknesses.placed())
        .isEqualTo(new Weaknesses.Placed(4, 2, "a stripe of raid6:4+2x2 lacks two", WALL, NONE));

    assertThat(note("lacks a node", Limits.EVENT_COALESCING)).isTrue();
  }
}
