// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever tries tokens: some failures a minute from one address, and some more from all
 * of them together, so that many addresses are no way around it. Thread-safe.
 */
final class SignInBrake {
  private static final String ALL = "";

  private final Map<String, Window> windows = new LinkedHashMap<>();
  private final InstantSource steady;

  private record Window(Instant end, int failures) {}

  SignInBrake(InstantSource steady) {
    this.steady = steady;
  }

  /** How long this address must wait before it may try; empty if it may now. */
  synchronized Optional<Duration> wait(String address) {
    Instant now = steady.instant();
    return wait(ALL, AdminLimits.SIGN_IN_FAILURES_MAX, now)
        .or(() -> wait(address, AdminLimits.SIGN_IN_FAILURES_PER_ADDRESS_MAX, now));
  }

  private Optional<Duration> wait(String address, int most, Instant now) {
    @Nullable Window window = windows.get(address);
    return window == null || !now.isBefore(window.end()) || window.failures() < most
        ? Optional.empty()
        : Optional.of(Duration.between(now, window.end()));
  }

  /** This address tried a wrong token. */
  synchronized void failed(String address) {
    Instant now = steady.instant();
    count(ALL, now);
    count(address, now);
    if (windows.size() > AdminLimits.SIGN_IN_ADDRESSES_MAX) {
      windows.values().removeIf(window -> !now.isBefore(window.end()));
    }
    // What is still too many is bounded by the failures of all within one window.
  }

  private void count(String address, Instant now) {
    windows.compute(
        address,
        (_, window) ->
            window == null || !now.isBefore(window.end())
                ? new Window(now.plus(AdminLimits.SIGN_IN_WINDOW), 1)
                : new Window(window.end(), window.failures() + 1));
  }
}
