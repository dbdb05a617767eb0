// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest {
  private static final long SEED = 3;
  private final HedgeBudget budget = new HedgeBudget();

  @Test
  void take_whateverIsAskedFor_wastesAtMostItsShareAndWhatItBeganWith() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      long bytes = 1L + random.nextInt(1 << 20);
      if (budget.take(bytes)) {
        // All of it comes for nothing, at worst.
        budget.settle(bytes, random.nextBoolean() ? bytes : random.nextLong(bytes + 1));
      }
      budget.read(random.nextInt(1 << 18), 0);
      ReadTotals totals = budget.totals();
      assertThat(totals.extraBytes())
          .as("seed %d, step %d", SEED, i)
          .isLessThanOrEqualTo(
              ReadLimits.HEDGE_BYTES_FIRST + totals.usefulBytes() * ReadLimits.HEDGE_PERCENT / 100);
    }
    assertThat(budget.totals().extraBytes()).isGreaterThan(ReadLimits.HEDGE_BYTES_FIRST);
  }

  @Test
  void takeSpare_leavesWhatHedgesMayNeed() {
    assertThat(budget.takeSpare(1)).isFalse();
    budget.read(100 * ReadLimits.HEDGE_BYTES_KEPT, 0);
    assertThat(budget.takeSpare(ReadLimits.HEDGE_BYTES_FIRST)).isTrue();
    while (budget.takeSpare(ReadLimits.HEDGE_BYTES_FIRST)) {
      // Until there is no more to spare.
    }
    assertThat(budget.take(ReadLimits.HEDGE_BYTES_KEPT)).isTrue();
  }

  @Test
  void read_longWithoutHedges_savesUpToItsBoundOnly() {
    budget.read(1L << 40, 0);
    assertThat(budget.take(ReadLimits.HEDGE_BYTES_MAX + 1)).isFalse();
    assertThat(budget.take(ReadLimits.HEDGE_BYTES_MAX)).isTrue();
    budget.settle(ReadLimits.HEDGE_BYTES_MAX, 0);
    assertThat(budget.take(ReadLimits.HEDGE_BYTES_MAX)).isTrue();
  }
}
