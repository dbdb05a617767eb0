// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.WeekAvailability;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownWeeksTest {
  private static final WeekAvailability WEEK = WeekAvailability.of(_ -> 0.5);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final KnownWeeks weeks = new KnownWeeks();
  private final AtomicInteger estimates = new AtomicInteger();

  private void ask(long node, Instant now) {
    weeks.of(
        node,
        now,
        () -> {
          estimates.incrementAndGet();
          return WEEK;
        });
  }

  @Test
  void of_sameHour_estimatesOnce() {
    ask(1, NOON);
    ask(1, NOON.plusSeconds(3_599));
    ask(2, NOON);
    assertThat(estimates).hasValue(2);

    ask(1, NOON.plus(Duration.ofHours(1)));
    assertThat(estimates).hasValue(3);
  }

  @Test
  void of_moreNodesThanAreKept_forgetsThoseAskedForLongestAgo() {
    for (int node = 0; node < KnownWeeks.NODES_MAX; node++) {
      ask(node, NOON);
    }
    ask(0, NOON);
    ask(-1, NOON);

    assertThat(weeks.size()).isEqualTo(KnownWeeks.NODES_MAX);
    estimates.set(0);
    ask(0, NOON);
    assertThat(estimates).hasValue(0);
    ask(1, NOON);
    assertThat(estimates).hasValue(1);
  }
}
