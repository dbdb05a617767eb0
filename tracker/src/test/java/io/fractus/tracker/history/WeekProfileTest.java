// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WeekProfileTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long WEEK = Duration.ofDays(7).toMillis();

  /** A Monday. */
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  private final WeekProfile profile = new WeekProfile();

  private static Tally hour(long observed, long here) {
    Tally tally = new Tally();
    tally.add(Count.OBSERVED_MS, observed);
    tally.add(Count.HERE_MS, here);
    return tally;
  }

  @Test
  void heat_firstAndLastHourOfTheWeek_areItsFirstAndLastCell() {
    profile.add(START, hour(HOUR, HOUR));
    profile.add(START + 167 * HOUR, hour(HOUR, HOUR / 2));

    assertThat(profile.heat()).hasSize(168);
    assertThat(profile.heat().getFirst()).isEqualTo(1.0);
    assertThat(profile.heat().getLast()).isEqualTo(0.5);
    assertThat(profile.heat().get(1)).isNull();
  }

  @Test
  void availability_fourWeeksAgo_countsHalf() {
    profile.add(START, hour(HOUR, 0));
    profile.add(START + 4 * WEEK, hour(HOUR, HOUR));

    // One hour that counts in full and was up, one that counts half and was not.
    assertThat(profile.availability(new Tally())).isCloseTo(1 / 1.5, within(1e-6));
  }

  @Test
  void add_twentyYears_staysBoundedAndTellsTheLastWeeks() {
    for (int week = 0; week < 1_040; week++) {
      profile.add(START + week * WEEK, hour(HOUR, week < 1_000 ? 0 : HOUR));
    }

    // Forty weeks up after a thousand down: what is older counts 2^-10 of it.
    assertThat(profile.heat().getFirst()).isCloseTo(1, within(0.002));
  }

  @Test
  void upSpeeds_ofFourHours_areTheirBytesOverTheirTime() {
    Tally tally = new Tally();
    tally.add(Count.UP_BYTES, 3_000);
    tally.add(Count.UP_MS, 1_500);
    profile.add(START + 5 * HOUR, tally);

    assertThat(profile.upSpeeds()).hasSize(42);
    assertThat(profile.upSpeeds().get(1)).isEqualTo(2_000.0);
    assertThat(profile.upSpeeds().getFirst()).isNull();
  }

  @Test
  void write_andRead_isTheSameProfileInTwoKibibytes() {
    profile.add(START + 7 * HOUR, hour(HOUR, HOUR / 4));

    byte[] bytes = profile.write();

    assertThat(bytes).hasSizeLessThan(2_048);
    assertThat(WeekProfile.read(bytes).heat()).isEqualTo(profile.heat());
    assertThat(WeekProfile.read(bytes).write()).isEqualTo(bytes);
  }

  private static Tally serving(long mebibytes) {
    Tally tally = hour(HOUR, HOUR);
    tally.add(Count.UP_BYTES, mebibytes << 20);
    return tally;
  }

  @Test
  void isQuiet_hoursOfAWeek_areThoseInWhichItServesLeast() {
    for (int hour = 0; hour < 168; hour++) {
      profile.add(START + hour * HOUR, serving(hour % 24 / 4 == 2 ? 9_000 : 200 + hour % 24 / 4));
    }

    assertThat(profile.isQuiet(START)).isTrue();
    assertThat(profile.isQuiet(START + 4 * HOUR)).isTrue();
    assertThat(profile.isQuiet(START + 9 * HOUR)).isFalse();
    assertThat(profile.isQuiet(START + 6 * WEEK + 11 * HOUR)).isFalse();
    assertThat(profile.isQuiet(START + 23 * HOUR)).isFalse();
    long quiet =
        LongStream.range(0, 168).filter(hour -> profile.isQuiet(START + hour * HOUR)).count();
    assertThat(quiet).isGreaterThanOrEqualTo(84);
  }

  @Test
  void isQuiet_sameAllDay_isQuietAlways() {
    for (int hour = 0; hour < 168; hour++) {
      profile.add(START + hour * HOUR, serving(9_000));
    }

    assertThat(profile.isQuiet(START + 50 * HOUR)).isTrue();
  }

  @Test
  void isQuiet_littleOrNotWatched_isQuiet() {
    profile.add(START, serving(9_000));
    profile.add(START + 8 * HOUR, serving(10_000));
    profile.add(START + 16 * HOUR, serving(60));

    assertThat(profile.isQuiet(START + 4 * HOUR)).isTrue();
    assertThat(profile.isQuiet(START + 16 * HOUR)).isTrue();
    assertThat(profile.isQuiet(START + 8 * HOUR)).isFalse();
  }
}
