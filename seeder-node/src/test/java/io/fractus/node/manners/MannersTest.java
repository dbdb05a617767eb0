// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class MannersTest {
  /** 2026-11-23 is a Monday. */
  private static LocalDateTime at(int day, int hour, int minute) {
    return LocalDateTime.of(2026, 11, 22 + day, hour, minute);
  }

  private record Told(boolean isOnBattery, boolean isMetered, boolean isBusy) implements Machine {}

  @Test
  void contains_nightsAndWeekends_goOnPastMidnight() {
    WeekHours hours = WeekHours.parse("mon-fri 18:00-08:00, Sat-Sun");

    assertThat(hours.contains(at(1, 7, 59))).as("Monday morning, no night before").isFalse();
    assertThat(hours.contains(at(1, 17, 59))).isFalse();
    assertThat(hours.contains(at(1, 18, 0))).isTrue();
    assertThat(hours.contains(at(2, 7, 59))).isTrue();
    assertThat(hours.contains(at(2, 8, 0))).isFalse();
    assertThat(hours.contains(at(6, 12, 0))).isTrue();
    assertThat(hours.contains(at(7, 23, 59))).isTrue();
  }

  @Test
  void contains_daysAcrossTheEndOfTheWeek_areAllOfThem() {
    WeekHours hours = WeekHours.parse("sat-mon 10:00-11:00");

    assertThat(hours.contains(at(6, 10, 30))).isTrue();
    assertThat(hours.contains(at(7, 10, 30))).isTrue();
    assertThat(hours.contains(at(1, 10, 30))).isTrue();
    assertThat(hours.contains(at(2, 10, 30))).isFalse();
    assertThat(WeekHours.parse(" ").contains(at(2, 10, 30))).isTrue();
  }

  @Test
  void parse_whatIsNoTime_namesThePart() {
    for (String wrong :
        new String[] {"foo", "mon 25:00-26:00", "mon 8-9", "mon,,tue", "mon 1:60-2:00"}) {
      assertThatThrownBy(() -> WeekHours.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("hours must be like");
    }
  }

  @Test
  void reasonToRest_whatWasAskedFor_isWhatCounts() {
    Machine bad = new Told(true, true, true);
    Machine good = new Told(false, false, false);
    LocalDateTime monday = at(1, 12, 0);
    WeekHours nights = WeekHours.parse("mon-sun 20:00-06:00");

    assertThat(Manners.NONE.reasonToRest(monday, bad)).isEmpty();
    assertThat(new Manners(0, 0, WeekHours.ALWAYS, false, true, false).reasonToRest(monday, bad))
        .contains("on battery");
    assertThat(new Manners(0, 0, WeekHours.ALWAYS, false, false, true).reasonToRest(monday, bad))
        .contains("on a metered network");
    assertThat(new Manners(0, 0, WeekHours.ALWAYS, true, false, false).reasonToRest(monday, bad))
        .contains("the machine is busy");
    assertThat(new Manners(0, 0, WeekHours.ALWAYS, true, true, true).reasonToRest(monday, good))
        .isEmpty();
    assertThat(new Manners(0, 0, nights, false, false, false).reasonToRest(monday, good))
        .contains("outside its hours, mon-sun 20:00-06:00");
  }
}
