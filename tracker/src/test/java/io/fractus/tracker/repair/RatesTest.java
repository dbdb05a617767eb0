// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.Patience;
import io.fractus.tracker.repair.Rates.End;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final long NODE = 1_000;
  private static final long SITE = 3_000;
  private static final long CLOUD = 8_000;
  private static final int BIT = 500;

  private final RepairSettings settings =
      new RepairSettings(Patience.USUAL, Duration.ZERO, NODE, SITE, CLOUD, Duration.ofMinutes(1));

  @Test
  void allow_anyTraffic_overAnHourIsWithinTheRates() {
    long seed = Long.getLong("fractus.seed", 3);
    Random random = new Random(seed);
    Rates rates = new Rates(settings, START);
    int nodes = 12;
    long[] moved = new long[nodes];
    long[] atSite = new long[3];
    long all = 0;
    int seconds = 3_600;
    for (int at = 0; at < seconds * 10; at++) {
      Instant now = START.plusMillis(at * 100L);
      End to = end(random.nextInt(nodes));
      End from = end(random.nextInt(nodes));
      if (to.node() != from.node()
          && rates.allow(now)
          && rates.allow(to, now)
          && rates.allow(from, now)) {
        rates.take(to, List.of(from), BIT, now);
        moved[(int) to.node()] += BIT;
        moved[(int) from.node()] += BIT;
        atSite[(int) to.node() % 3] += BIT;
        atSite[(int) from.node() % 3] += BIT;
        all += BIT;
      }
    }
    // What a bucket holds at first, and one bit that it lends.
    long slack = 4 + BIT;
    for (long bytes : moved) {
      assertThat(bytes).as("seed " + seed).isLessThan((seconds + slack) * NODE);
    }
    for (long bytes : atSite) {
      assertThat(bytes).isLessThan((seconds + slack) * SITE).isGreaterThan(seconds * SITE / 2);
    }
    assertThat(all).isLessThan((seconds + slack) * CLOUD);
  }

  private static End end(int node) {
    return new End(node, "s" + node % 3);
  }

  @Test
  void allow_bitLargerThanABucket_isMovedAndPaidOff() {
    Rates rates = new Rates(settings, START);
    End to = new End(1, "a");
    rates.take(to, List.of(new End(2, "b")), 40 * NODE, START);

    assertThat(rates.allow(to, START.plusSeconds(35))).isFalse();
    assertThat(rates.allow(to, START.plusSeconds(37))).isTrue();
  }

  @Test
  void take_manySources_giveTheirShareEach() {
    Rates rates = new Rates(settings, START);
    List<End> from = List.of(new End(1, "a"), new End(2, "b"), new End(3, "c"), new End(4, "d"));
    rates.take(new End(5, "e"), from, 12 * NODE, START);

    from.forEach(end -> assertThat(rates.allow(end, START)).isTrue());
    assertThat(rates.allow(new End(5, "x"), START)).isFalse();
  }

  @Test
  void take_ofASlowNode_isNoMoreThanItGives() {
    int tenth = 200_000;
    RepairSettings fast =
        new RepairSettings(
            Patience.USUAL,
            Duration.ZERO,
            10L * tenth,
            1_000L * tenth,
            1_000L * tenth,
            Duration.ofMinutes(1));
    Rates rates = new Rates(fast, START, node -> node == 1 ? tenth : Double.MAX_VALUE);
    int[] given = new int[2];
    for (int at = 0; at < 1_000; at++) {
      Instant now = START.plusMillis(at * 100L);
      for (int node = 1; node <= 2; node++) {
        End from = new End(node, "s" + node);
        if (rates.allow(from, now)) {
          rates.take(new End(10 + at % 50, "to" + at % 50), List.of(from), tenth, now);
          given[node - 1]++;
        }
      }
    }

    // One in a second, and what its bucket held at first and lent.
    assertThat(given[0]).isBetween(99, 106);
    assertThat(given[1]).isGreaterThan(900);
  }
}
