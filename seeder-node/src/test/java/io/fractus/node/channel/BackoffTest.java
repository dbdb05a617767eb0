// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  @Test
  void delay_failures_boundDoublesUpToTheLongest() {
    Random random = new Random(1);
    for (int failures = 1; failures < 100; failures++) {
      long bound = failures > 6 ? 10_000 : 200L << (failures - 1);
      for (int i = 0; i < 50; i++) {
        assertThat(BACKOFF.delay(failures, random).toMillis()).isBetween(1L, bound);
      }
    }
  }

  @Test
  void constructor_maxBelowFirst_isRefused() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
