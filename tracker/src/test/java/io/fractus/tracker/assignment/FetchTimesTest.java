// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchTimesTest {
  private static final long T = 1_000_000_000;

  private final FetchTimes times = new FetchTimes();

  @Test
  void fetched_aRunOfBits_isTheTimeBetweenThem() {
    assertThat(times.fetched(1, true, T)).isZero();
    assertThat(times.fetched(1, true, T + 300)).isEqualTo(300);
    assertThat(times.fetched(1, true, T + 300)).isEqualTo(1);
    assertThat(times.fetched(1, false, T + 500)).isEqualTo(200);
    // The next run begins at a time that is not known.
    assertThat(times.fetched(1, true, T + 900)).isZero();
  }

  @Test
  void fetched_afterALongPauseOrAFailure_isNotKnown() {
    times.fetched(1, true, T);
    assertThat(times.fetched(1, true, T + 60_000)).isZero();
    times.broken(1);
    assertThat(times.fetched(1, true, T + 60_100)).isZero();
    assertThat(times.fetched(1, true, T + 60_200)).isEqualTo(100);
  }
}
