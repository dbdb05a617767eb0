// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Evidence evidence = new Evidence(() -> now);

  @Test
  void isNew_sameNodeAndKindWithinAMinute_isNot() {
    assertThat(evidence.isNew(1, "slow")).isTrue();
    assertThat(evidence.isNew(1, "slow")).isFalse();
    assertThat(evidence.isNew(2, "slow")).isTrue();
    assertThat(evidence.isNew(1, "unreachable")).isTrue();
    now = now.plus(Limits.EVENT_COALESCING);
    assertThat(evidence.isNew(1, "slow")).isTrue();
  }
}
