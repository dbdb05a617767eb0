// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(1 << 20);

  @Test
  void take_noneLeft_isUnavailableUntilItIsGivenBack() {
    try (var _ = budget.take(1 << 19, Duration.ZERO);
        var _ = budget.take(1 << 19, Duration.ZERO)) {
      assertUnavailable(1);
    }
    try (var lease = budget.take(1 << 20, Duration.ZERO)) {
      assertThat(lease).isNotNull();
    }
  }

  @Test
  void take_moreThanThereIs_takesAll() {
    try (var _ = budget.take(1L << 40, Duration.ZERO)) {
      assertUnavailable(1);
    }
    try (var _ = budget.take(1, Duration.ZERO)) {
      assertUnavailable(1L << 40);
    }
  }

  private void assertUnavailable(long bytes) {
    assertThatThrownBy(() -> budget.take(bytes, Duration.ofMillis(1)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
  }
}
