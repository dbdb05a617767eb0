// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FourHoursTest {
  @Test
  void miss_isThatOfTheWorstOfItsHours() {
    WeekAvailability week =
        WeekAvailability.of(hour -> hour == 7 ? 0.2 : hour / 4 == 2 ? 0.99 : 0.8);

    FourHours parts = FourHours.of(week);

    assertThat(parts.miss(0)).isEqualTo(1 - week.at(0));
    assertThat(parts.miss(1)).isEqualTo(1 - week.at(7));
    assertThat(parts.miss(2)).isEqualTo(1 - week.at(8)).isCloseTo(0.01, within(0.001));
    assertThat(parts.miss(41)).isEqualTo(1 - week.at(167));
  }

  @Test
  void inWorstHours_oneOddHour_isNotANightOff() {
    FourHours odd = FourHours.of(WeekAvailability.of(hour -> hour == 7 ? 0.8 : 0.97));
    FourHours nights = FourHours.of(WeekAvailability.of(hour -> hour % 24 < 8 ? 0.2 : 0.97));

    assertThat(odd.inWorstHours()).isBetween(0.9, 0.97);
    assertThat(nights.inWorstHours()).isBetween(0.2, 0.5);
  }
}
