// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.Anchor;
import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is an anchor, for plans and for placement alike. */
class AnchorTest {
  private static WeekAvailability seen(NodeClass kind, int weeks, IntToDoubleFunction share) {
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    Arrays.fill(watched, weeks);
    Arrays.setAll(here, hour -> weeks * share.applyAsDouble(hour));
    return Estimator.bound(kind, 0, new WeekEvidence(watched, here));
  }

  @ParameterizedTest
  @CsvSource({"0.98, 3", "0.99, 3", "0.999, 3", "0.98, 12"})
  void server_afterThreeWeeks_isOne(double share, int weeks) {
    assertThat(Anchor.is(seen(NodeClass.SERVER, weeks, _ -> share))).isTrue();
  }

  /** A machine that is here by day without fail is no anchor, for nobody can read at night. */
  @Test
  void whoIsOffAtNight_isNone() {
    WeekAvailability week = seen(NodeClass.SHOP, 12, hour -> hour % 24 >= 8 ? 1 : 0);

    assertThat(week.at(12)).isGreaterThan(0.9);
    assertThat(Anchor.is(week)).isFalse();
  }

  @Test
  void merits_ofTheSameHours_agreeWithIt() {
    WeekAvailability week = seen(NodeClass.SERVER, 3, _ -> 0.99);
    FourHours hours = FourHours.of(week);

    assertThat(Merits.of(hours, Trust.VETTED, "r", NodeClass.SERVER, 21, null).isAnchor())
        .isEqualTo(Anchor.is(week));
    assertThat(Merits.of(hours, Trust.NEW, "r", NodeClass.SERVER, 21, null).isAnchor()).isFalse();
  }
}
