// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.platform.Clocks;
import io.fractus.tracker.registry.Registry;
import java.time.Duration;
import java.time.InstantSource;

/** A history whose ticks may be far apart, for tests that pass weeks in seconds. */
public final class PatientHistory {
  private PatientHistory() {}

  /**
   * A history with this bound.
   *
   * @param unwatchedAfter longer than the time between two ticks
   */
  public static NodeHistory of(Registry registry, InstantSource clock, Duration unwatchedAfter) {
    return new NodeHistory(registry, Clocks.of(clock), unwatchedAfter);
  }
}
