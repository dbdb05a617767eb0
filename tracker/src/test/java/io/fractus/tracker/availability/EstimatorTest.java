// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatorTest {
  private static final long SEED = Long.getLong("fractus.seed", 20_261_128L);

  /**
   * What is remembered of a node that was watched for so many weeks, the last of which counts 1.
   */
  private static WeekEvidence watched(int weeks, IntToDoubleFunction truth, Random chance) {
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    for (int week = 0; week < weeks; week++) {
      for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
        double weight = Math.pow(0.5, (weeks - 1 - week) / 4.0);
        watched[hour] += weight;
        here[hour] += chance.nextDouble() < truth.applyAsDouble(hour) ? weight : 0;
      }
    }
    return new WeekEvidence(watched, here);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER, .95",
    "OFFICE, .81",
    "LAB, .49",
    "SHOP, .51",
    "HOME, .36",
    "PHONE, .29",
  })
  void prior_overAWeek_hasTheMeanThatWasMeasured(NodeClass kind, double mean) {
    double sum = 0;
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      sum += kind.prior(hour);
    }
    assertThat(sum / WeekEvidence.HOURS).isEqualTo(mean, within(0.02));
  }

  @Test
  void bound_ofANewNode_isBelowItsClass() {
    for (NodeClass kind : NodeClass.values()) {
      WeekAvailability bound = Estimator.bound(kind, 0, WeekEvidence.NONE);
      for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
        assertThat(bound.at(hour)).isLessThan(kind.prior(hour) * 0.95);
      }
    }
    // A quarter of servers is below these log odds (level.csv), which count for ten observations;
    // a step down is at most 6 % of the odds.
    double share = 1 / (1 + Math.exp(-Math.log(0.95 / 0.05) + 0.503396));
    double quantile = Beta.quantile(10 * share, 10 * (1 - share), Estimator.BOUND);
    assertThat(Estimator.bound(NodeClass.SERVER, 0, WeekEvidence.NONE).at(9))
        .isBetween(quantile - 0.01, quantile);
  }

  @Test
  void bound_ofANodeThatStays_growsWithTheWeeks() {
    double before = 0;
    for (int weeks = 0; weeks <= 16; weeks += 2) {
      WeekEvidence seen = watched(weeks, hour -> 1, new Random(SEED));
      double worst = Estimator.bound(NodeClass.HOME, 0, seen).worst();
      assertThat(worst).as("after %d weeks", weeks).isGreaterThanOrEqualTo(before);
      before = worst;
    }
    assertThat(before).isBetween(0.85, 0.99);
  }

  @Test
  void bound_ofAServerThatIsNeverHere_fallsToNearlyNothing() {
    WeekEvidence seen = watched(8, hour -> 0, new Random(SEED));

    assertThat(Estimator.bound(NodeClass.SERVER, 0, seen).mean()).isLessThan(0.05);
  }

  @Test
  void mean_ofANodeWithHoursOfItsOwn_followsThem() {
    // A lab that is open at night: its class says the opposite.
    WeekEvidence seen = watched(12, hour -> hour % 24 < 9 ? 0.98 : 0.02, new Random(SEED));

    WeekAvailability mean = Estimator.mean(NodeClass.LAB, 0, seen);

    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      if (hour % 24 < 9) {
        assertThat(mean.at(hour)).as("hour %d", hour).isGreaterThan(0.6);
      } else {
        assertThat(mean.at(hour)).as("hour %d", hour).isLessThan(0.4);
      }
    }
  }

  @Test
  void bound_ofAZone_isThatOfUtcMovedByIt() {
    WeekAvailability utc = Estimator.bound(NodeClass.SHOP, 0, WeekEvidence.NONE);
    WeekAvailability ahead = Estimator.bound(NodeClass.SHOP, 9, WeekEvidence.NONE);
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      assertThat(ahead.at(hour)).isEqualTo(utc.at((hour + 9) % WeekEvidence.HOURS));
    }
  }

  /** Nodes as nodes differ, N(0, 0.6) in log odds, watched for zero to twelve weeks. */
  @Test
  void bound_ofRandomNodes_isBelowTheTruthAtLeastNineTimesOfTen() {
    Random chance = new Random(SEED);
    List<NodeClass> kinds = List.of(NodeClass.values());
    int below = 0;
    int hours = 0;
    double gap = 0;
    double caution = 0;
    for (int i = 0; i < 600; i++) {
      NodeClass kind = kinds.get(i % kinds.size());
      double offset = 0.6 * chance.nextGaussian();
      IntToDoubleFunction truth =
          hour -> {
            double odds = kind.prior(hour) / (1 - kind.prior(hour)) * Math.exp(offset);
            return odds / (1 + odds);
          };
      WeekEvidence seen = watched(chance.nextInt(13), truth, chance);
      WeekAvailability bound = Estimator.bound(kind, 0, seen);
      WeekAvailability mean = Estimator.mean(kind, 0, seen);
      for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
        below += bound.at(hour) <= truth.applyAsDouble(hour) ? 1 : 0;
        caution += truth.applyAsDouble(hour) - bound.at(hour);
        gap += mean.at(hour) - truth.applyAsDouble(hour);
        hours++;
      }
    }
    assertThat((double) below / hours).as("seed %d", SEED).isGreaterThan(0.9);
    assertThat(caution / hours).as("given away by caution, seed %d", SEED).isLessThan(0.2);
    assertThat(gap / hours).as("bias of the mean, seed %d", SEED).isEqualTo(0, within(0.02));
  }

  @Test
  void boundOfFourHours_ofRandomNodes_isTheWorstOfEachFour() {
    Random chance = new Random(SEED);
    for (int i = 0; i < 120; i++) {
      NodeClass kind = List.of(NodeClass.values()).get(i % NodeClass.values().length);
      double[] truth = chance.doubles(WeekEvidence.HOURS).toArray();
      // Some hours are not watched, and then not all of an hour is alike.
      double unseen = i % 3 == 0 ? 0.3 : 0;
      WeekEvidence all = watched(chance.nextInt(13), hour -> truth[hour], chance);
      double[] watched = new double[WeekEvidence.HOURS];
      double[] here = new double[WeekEvidence.HOURS];
      for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
        double part = chance.nextDouble() < unseen ? chance.nextDouble() : 1;
        watched[hour] = part * all.watched(hour);
        here[hour] = part * all.here(hour);
      }
      WeekEvidence seen = new WeekEvidence(watched, here);

      FourHours expected = FourHours.of(Estimator.bound(kind, 3, seen));

      FourHours parts = Estimator.boundOfFourHours(kind, 3, seen);
      for (int part = 0; part < FourHours.PARTS; part++) {
        assertThat(parts.miss(part)).as("seed %d node %d", SEED, i).isEqualTo(expected.miss(part));
      }
    }
  }

  @Test
  void week_ofAnyChance_isRoundedDownByAtMostAStep() {
    Random chance = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      double[] given = chance.doubles(WeekEvidence.HOURS).map(x -> 1 - x * x * x).toArray();
      WeekAvailability week = WeekAvailability.of(hour -> given[hour]);
      for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
        double odds = given[hour] / (1 - given[hour]);
        double kept = week.at(hour) / (1 - week.at(hour));
        assertThat(week.at(hour)).isLessThanOrEqualTo(given[hour] + 1e-9);
        assertThat(kept).isGreaterThanOrEqualTo(Math.min(odds, 7_000) * 0.93);
        assertThat(week.budget(hour)).isEqualTo(-Math.log1p(-week.at(hour)), within(1e-12));
      }
      WeekAvailability again = WeekAvailability.of(week::at);
      assertThat(again.mean()).isEqualTo(week.mean());
      assertThat(week.worst()).isLessThanOrEqualTo(Arrays.stream(given).min().orElseThrow());
    }
  }

  @Test
  void week_atTheEnds_isNeverCertain() {
    WeekAvailability never = WeekAvailability.of(hour -> 0);
    WeekAvailability always = WeekAvailability.of(hour -> 1);
    assertThat(never.at(0)).isZero();
    assertThat(never.budget(0)).isZero();
    assertThat(always.worst()).isBetween(0.9998, 0.9999);
    assertThatThrownBy(() -> WeekAvailability.of(hour -> 1.01)).hasMessageContaining("1.01");
  }

  @Test
  void evidence_thatIsNone_isRefused() {
    double[] week = new double[WeekEvidence.HOURS];
    double[] negative = week.clone();
    negative[3] = -1;
    assertThatThrownBy(() -> new WeekEvidence(negative, week)).hasMessageContaining("hour 3");
    assertThatThrownBy(() -> new WeekEvidence(new double[7], week)).hasMessageContaining("7");
  }
}
