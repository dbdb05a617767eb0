// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LifetimeTest {
  @Test
  void departure_ofOldNodes_isRarer() {
    for (NodeClass kind : NodeClass.values()) {
      double before = 1;
      for (double age = 0; age <= Lifetime.AGE_DAYS_MAX; age += 73) {
        double departure = Lifetime.departure(kind, age, 3);
        assertThat(departure).isGreaterThan(0).isLessThan(before);
        before = departure;
      }
      assertThat(Lifetime.departure(kind, 1e6, 3)).isEqualTo(before);
    }
  }

  @Test
  void departure_byParts_isThatOfTheWhole() {
    double first = Lifetime.departure(NodeClass.HOME, 20, 7);
    double second = Lifetime.departure(NodeClass.HOME, 27, 5);

    assertThat((1 - first) * (1 - second))
        .isEqualTo(1 - Lifetime.departure(NodeClass.HOME, 20, 12), within(1e-12));
    assertThat(Lifetime.departure(NodeClass.HOME, 20, 1e-6) / 1e-6)
        .isEqualTo(Lifetime.hazardPerDay(NodeClass.HOME, 20), within(1e-9));
  }

  @Test
  void residual_ofADistribution_isItsMean() {
    // The integral of the chance to stay, by trapezes of a day; beyond 1,000,000 are 0.06 more.
    double days = 0;
    double staying = 1;
    for (int day = 1; day <= 1_000_000; day++) {
      double next = 1 - Lifetime.departure(NodeClass.LAB, 0, day);
      days += (staying + next) / 2;
      staying = next;
    }
    assertThat(days).isEqualTo(Lifetime.residualDays(NodeClass.LAB, 0), within(0.5));
  }

  @Test
  void classes_byName_areFound() {
    assertThat(NodeClass.of("lab")).isEqualTo(NodeClass.LAB);
    assertThat(NodeClass.of("Server")).isEqualTo(NodeClass.SERVER);
    assertThat(NodeClass.of("toaster")).isEqualTo(NodeClass.HOME);
  }

  @Test
  void nextHours_fromNow_goFromWhatIsToWhatUsuallyIs() {
    WeekAvailability week = WeekAvailability.of(hour -> hour % 24 < 12 ? 0.9 : 0.2);
    assertThat(chance(week, true, 5, 0)).isEqualTo(1);
    assertThat(chance(week, false, 5, 0)).isZero();
    double before = 1;
    for (int ahead = 1; ahead < 12; ahead++) {
      double chance = chance(week, true, 5, ahead);
      assertThat(chance).isLessThan(before).isGreaterThan(week.at(0));
      before = chance;
    }
    assertThat(chance(week, true, 5, 24 * 365)).isEqualTo(week.at(0), within(0.001));
    assertThat(chance(week, true, 50, 6))
        .as("what has lasted goes on lasting")
        .isGreaterThan(chance(week, true, 5, 6));
    assertThat(chance(week, false, 50, 6)).isLessThan(chance(week, false, 5, 6));
    assertThatThrownBy(() -> chance(week, true, -1, 6)).hasMessageContaining("-1");
  }

  private static double chance(WeekAvailability week, boolean here, double since, double ahead) {
    return NextHours.chance(NodeClass.HOME, week, 0, here, since, ahead);
  }
}
