// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.AuditLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuditBudgetTest {
  private static final long PIECE = 64 << 10;
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private final AuditBudget budget = new AuditBudget();

  private int spend(long node, long bytes, long now) {
    int times = 0;
    while (budget.spend(node, bytes, now)) {
      times++;
    }
    return times;
  }

  @Test
  void spend_ofANode_isADaysAmountAndFillsWithTime() {
    int perDay = (int) (AuditLimits.AUDIT_BYTES_OF_NODE_PER_DAY / PIECE);
    assertThat(spend(1, PIECE, 0)).isEqualTo(perDay);
    assertThat(spend(1, PIECE, DAY_MS / 2)).isEqualTo(perDay / 2);
    assertThat(spend(1, PIECE, 10 * DAY_MS)).isEqualTo(perDay);
  }

  @Test
  void spend_ofAll_isBounded() {
    int spent = 0;
    for (int node = 0; node < 10; node++) {
      spent += spend(node, PIECE, 0);
    }
    assertThat(spent * PIECE).isEqualTo(AuditLimits.AUDIT_BYTES_BURST);
    long second = AuditLimits.AUDIT_BYTES_PER_SECOND / PIECE;
    assertThat(spend(99, PIECE, 1_000)).isEqualTo((int) second);
  }

  @Test
  void forget_whoIsFullAgain_changesNothing() {
    spend(1, PIECE, 0);
    budget.forget(DAY_MS / 2);
    int half = spend(1, PIECE, DAY_MS / 2);
    budget.forget(3 * DAY_MS);

    assertThat(spend(1, PIECE, 3 * DAY_MS)).isEqualTo(2 * half);
  }
}
