// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.web.accounts.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often users may ask: a bucket of tokens for each that is bounded, full at first, with room
 * for those of a second. Thread-safe.
 */
public final class RequestRates {
  private static final double MILLIS = 1_000;

  private final InstantSource clock;
  private final Map<String, Tokens> tokens = new ConcurrentHashMap<>();

  private record Tokens(double left, long at) {}

  public RequestRates(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether one more request of a caller may be served now. */
  public boolean admits(Caller caller) {
    double rate = (double) caller.user().quota().requestsPerSecond();
    if (rate <= 0) {
      return true;
    }
    long now = clock.millis();
    boolean[] taken = new boolean[1];
    var _ =
        tokens.compute(
            caller.name(),
            (_, before) -> {
              double left =
                  before == null
                      ? rate
                      : Math.min(rate, before.left + Math.max(0, now - before.at) * rate / MILLIS);
              taken[0] = left >= 1;
              return new Tokens(taken[0] ? left - 1 : left, now);
            });
    return taken[0];
  }
}
