// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import io.fractus.tracker.history.HourBook.Hour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourBookTest {
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = 60 * MINUTE;
  private static final long START = Instant.parse("2026-01-05T10:00:00Z").toEpochMilli();

  private final WeekProfile profile = new WeekProfile();
  private final HourBook book = new HourBook(profile, new Hour(START, new Tally()), START);

  private static long here(Hour hour) {
    return hour.tally().get(Count.HERE_MS);
  }

  private static long observed(Hour hour) {
    return hour.tally().get(Count.OBSERVED_MS);
  }

  @Test
  void settle_overTwoHourTurns_splitsTheTime() {
    book.watch(START + 50 * MINUTE);
    book.settle(START + 2 * HOUR + 5 * MINUTE, true);

    List<Hour> hours = book.unwritten();
    assertThat(hours).hasSize(3);
    assertThat(hours.stream().map(HourBookTest::here))
        .containsExactly(10 * MINUTE, 60 * MINUTE, 5 * MINUTE);
  }

  @Test
  void settle_notWatching_countsNoTimeButKeepsCounts() {
    book.settle(START + HOUR, true);
    book.count(Count.SERVED, 1);

    assertThat(book.unwritten().getLast().tally().get(Count.SERVED)).isEqualTo(1);
    assertThat(observed(book.unwritten().getLast())).isZero();
  }

  @Test
  void settle_clockGoesBack_countsNothingTwice() {
    book.watch(START);
    book.settle(START + 10 * MINUTE, true);
    book.settle(START + 5 * MINUTE, true);
    book.settle(START + 12 * MINUTE, true);

    assertThat(here(book.current())).isEqualTo(12 * MINUTE);
  }

  @Test
  void takeBack_beforeTheHourTurned_takesFromBothHoursAndTheProfile() {
    book.watch(START);
    book.settle(START + HOUR + MINUTE, true);
    book.taken();

    book.takeBack(START + 58 * MINUTE);

    List<Hour> hours = book.unwritten();
    assertThat(hours.stream().map(HourBookTest::here)).containsExactly(58 * MINUTE, 0L);
    assertThat(hours.stream().map(HourBookTest::observed)).containsExactly(HOUR, MINUTE);
    assertThat(profile.heat().get(10)).isEqualTo(58 / 60.0);
    assertThat(book.unwrittenProfile()).isNotNull();
  }

  @Test
  void untaken_afterMoreTime_isThereBeforeWhatCame() {
    book.watch(START);
    book.settle(START + HOUR, true);
    List<Hour> taken = book.unwritten();
    book.taken();
    book.settle(START + 2 * HOUR, true);

    book.untaken(taken);

    assertThat(book.unwritten().stream().map(Hour::start))
        .containsExactly(START, START + HOUR, START + 2 * HOUR);
  }

  @Test
  void settle_neverWritten_forgetsTheOldestHours() {
    book.watch(START);
    book.settle(START + 1_000 * HOUR, true);

    assertThat(book.unwritten()).hasSize(Limits.HOURS_UNWRITTEN_MAX + 1);
  }
}
