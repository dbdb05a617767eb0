// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.repair.RepairSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thousand nodes for four weeks and ninety days: what the tracker predicts of stripes when it
 * places them, against what becomes of them while nodes come, go and leave, and repair goes on.
 */
class NinetyDaysTest {
  private static final Logger log = LoggerFactory.getLogger(NinetyDaysTest.class);
  private static final long SEED = 20_261;
  private static final int NODES = 1_000;
  private static final int PER_SITE = 10;
  private static final int WATCHED_DAYS = 28;
  private static final int DAYS = 90;

  /** Stripes are placed every other day for so many days. */
  private static final int PLACING_DAYS = 40;

  private static final int EVERY_DAYS = 2;

  /** Each time so many stripes of {@code raid6:8+2x2}, and of {@code raid5:4+1}. */
  private static final int THICK = 30;

  private static final int THIN = 10;
  private static final long FOOTPRINT = 8_000_000;

  @TempDir private Path directory;

  /** Stripes of one layout, and what was predicted of them when they were placed. */
  private static final class Kind {
    private final List<SimulatedStripe> stripes = new ArrayList<>();
    private double expected;
    private double promised;

    double expected() {
      return expected / stripes.size();
    }

    double promised() {
      return promised / stripes.size();
    }

    double seen() {
      return (double) stripes.stream().mapToLong(SimulatedStripe::unreadable).sum()
          / stripes.stream().mapToLong(SimulatedStripe::hours).sum();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "could not be read: expected %.2e, promised at most %.2e, seen %.2e",
          expected(),
          promised(),
          seen());
    }
  }

  @Test
  void predictions_ninetyDays_holdAndNothingIsLost() {
    Kind thick = new Kind();
    Kind thin = new Kind();
    int hours = (WATCHED_DAYS + DAYS) * 24;
    try (SimulatedCloud cloud = new SimulatedCloud(directory, SEED, NODES, PER_SITE, hours)) {
      while (cloud.hour() < WATCHED_DAYS * 24) {
        cloud.pass();
      }
      SimulatedCopies copies = new SimulatedCopies(cloud, SEED);
      SimulatedRepair repair = new SimulatedRepair(cloud, copies, RepairSettings.USUAL, SEED);
      // The same stripes and the same nodes, but nothing that came back stays in reserve.
      SimulatedCopies bare = new SimulatedCopies(cloud, SEED);
      SimulatedRepair without =
          new SimulatedRepair(cloud, bare, RepairSettings.USUAL.withReserve(0), SEED);
      for (int day = 0; day < DAYS; day++) {
        if (day < PLACING_DAYS && day % EVERY_DAYS == 0) {
          place(cloud, copies, thick, thin);
          place(bare);
        }
        for (int i = 0; i < 24; i++) {
          repair.look();
          without.look();
          copies.stripes().forEach(stripe -> stripe.look(cloud.hour()));
          cloud.pass();
        }
      }
      String told =
          "seed %d: raid6:8+2x2 %s; raid5:4+1 %s; %s; without a reserve %s"
              .formatted(SEED, thick, thin, repair, without);
      log.info(told);

      assertThat(thick.stripes).as(told).noneMatch(stripe -> stripe.isLost(cloud.hour()));
      // What was promised is a bound, and what is expected is told within a factor of three.
      assertThat(thick.seen()).as(told).isLessThan(thick.promised());
      assertThat(thin.seen()).as(told).isLessThan(thin.promised());
      assertThat(thin.seen()).as(told).isBetween(thin.expected() / 3, thin.expected() * 3);
      // What is kept in reserve need not be copied: an eighth less was seen.
      assertThat((double) repair.copied()).as(told).isLessThan(0.95 * without.copied());
      assertThat((double) without.copied()).as(told).isLessThan(1.1 * without.left());
      // Bits with siblings: no byte that counted as gone is copied more often than it must be.
      assertThat((double) repair.copied()).as(told).isLessThan(1.1 * repair.left());
    }
  }

  private static void place(SimulatedCopies copies) {
    for (int i = 0; i < THICK + THIN; i++) {
      if (i < THICK) {
        copies.place(8, 2, 2, FOOTPRINT);
      } else {
        copies.place(4, 1, 1, FOOTPRINT);
      }
    }
  }

  private static void place(SimulatedCloud cloud, SimulatedCopies copies, Kind thick, Kind thin) {
    Map<Long, WeekAvailability> bounds = new HashMap<>();
    Map<Long, WeekAvailability> means = new HashMap<>();
    Function<SimulatedNode, WeekAvailability> bound =
        node ->
            bounds.computeIfAbsent(
                node.key(),
                key -> Estimator.bound(node.habit().kind(), 0, cloud.history.week(key)));
    Function<SimulatedNode, WeekAvailability> mean =
        node ->
            means.computeIfAbsent(
                node.key(), key -> Estimator.mean(node.habit().kind(), 0, cloud.history.week(key)));
    for (int i = 0; i < THICK + THIN; i++) {
      boolean isThick = i < THICK;
      Kind kind = isThick ? thick : thin;
      SimulatedStripe stripe =
          isThick ? copies.place(8, 2, 2, FOOTPRINT) : copies.place(4, 1, 1, FOOTPRINT);
      kind.stripes.add(stripe);
      kind.expected += stripe.unavailable(mean);
      kind.promised += stripe.unavailable(bound);
    }
  }
}
