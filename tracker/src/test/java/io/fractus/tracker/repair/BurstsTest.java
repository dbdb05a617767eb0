// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BurstsTest {
  private static final Duration PAUSE = Duration.ofMinutes(30);
  private static final Map<String, Integer> MEMBERS = Map.of("a", 10, "b", 90);

  private final Bursts bursts = new Bursts(PAUSE);
  private long node;
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");

  private boolean gone(String site, int nodes) {
    for (int i = 0; i < nodes; i++) {
      bursts.gone(node++, site, now);
    }
    return bursts.look(MEMBERS, now);
  }

  @Test
  void look_fewNodes_isNoBurst() {
    assertThat(gone("a", 2)).isFalse();
    assertThat(bursts.isPaused(now)).isFalse();
  }

  @Test
  void look_oneNodeComesAndGoes_isNoBurst() {
    for (int i = 0; i < 10; i++) {
      bursts.gone(77, "a", now);
    }
    assertThat(bursts.look(MEMBERS, now)).isFalse();
  }

  @Test
  void look_siteIsGone_pausesForAWhile() {
    assertThat(gone("a", 3)).isTrue();
    assertThat(bursts.isPaused(now)).isTrue();
    assertThat(bursts.isPaused(now.plus(PAUSE))).isFalse();
  }

  @Test
  void look_someOfEachSite_isABurstOfTheCloud() {
    gone("a", 1);
    assertThat(gone("b", 9)).isFalse();
    assertThat(gone("b", 1)).isTrue();
  }

  @Test
  void look_oneAfterTheOther_isNoBurst() {
    for (int i = 0; i < 100; i++) {
      assertThat(gone("b", 1)).isFalse();
      now = now.plus(Bursts.WINDOW.dividedBy(2));
    }
  }

  @Test
  void look_burstsAllDay_doNotStopRepairForEver() {
    int paused = 0;
    int minutes = 24 * 60;
    for (int i = 0; i < minutes; i++) {
      gone("a", 3);
      paused += bursts.isPaused(now) ? 1 : 0;
      now = now.plusSeconds(60);
    }
    // Two pauses in a row, and then none for one.
    assertThat(paused).isBetween(minutes / 2, 3 * minutes / 4);
  }
}
