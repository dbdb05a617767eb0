// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class LevelTest {
  /** Made by {@code plan-reference.py}, which integrates instead of adding up a grid. */
  @ParameterizedTest
  @CsvFileSource(resources = "level.csv")
  void level_afterDays_isWhatBayesSays(
      NodeClass kind, double days, double share, double quarter, double expected) {
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    double[] odds = new double[WeekEvidence.HOURS];
    Arrays.fill(watched, days / 7);
    Arrays.fill(here, days / 7 * share);
    Arrays.setAll(odds, hour -> Math.log(kind.prior(hour) / (1 - kind.prior(hour))));

    Level level = Level.of(kind, odds, new WeekEvidence(watched, here));

    assertThat(level.quantile(0.25)).isEqualTo(quarter, within(0.03));
    double found = 0;
    for (double hour : odds) {
      found += 1 / (1 + Math.exp(-hour - level.expected())) / odds.length;
    }
    assertThat(found).isEqualTo(expected, within(0.002));
  }
}
