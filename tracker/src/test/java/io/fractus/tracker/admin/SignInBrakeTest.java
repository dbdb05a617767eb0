// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who tries tokens must wait, and who does not need not. */
class SignInBrakeTest {
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");
  private final SignInBrake brake = new SignInBrake(() -> now);

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      brake.failed(address);
    }
  }

  @Test
  void wait_someFailures_isNotNeeded() {
    fail("a", AdminLimits.SIGN_IN_FAILURES_PER_ADDRESS_MAX - 1);

    assertThat(brake.wait("a")).isEmpty();
  }

  @Test
  void wait_manyFailures_isTheRestOfTheWindowAndOfOneAddressOnly() {
    fail("a", 1);
    now = now.plusSeconds(20);
    fail("a", AdminLimits.SIGN_IN_FAILURES_PER_ADDRESS_MAX - 1);

    assertThat(brake.wait("a")).hasValue(AdminLimits.SIGN_IN_WINDOW.minusSeconds(20));
    assertThat(brake.wait("b")).isEmpty();
    now = now.plusSeconds(40);
    assertThat(brake.wait("a")).isEmpty();
  }

  @Test
  void wait_failuresOfManyAddresses_isForAll() {
    for (int i = 0; i < AdminLimits.SIGN_IN_FAILURES_MAX; i++) {
      brake.failed("address " + i);
    }

    assertThat(brake.wait("another")).isPresent();
    now = now.plus(AdminLimits.SIGN_IN_WINDOW).plus(Duration.ofMillis(1));
    assertThat(brake.wait("another")).isEmpty();
  }
}
