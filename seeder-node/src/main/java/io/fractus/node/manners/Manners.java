// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.manners;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * How a node gives way to its owner. What the machine cannot tell does not make it rest.
 *
 * @param uploadRateMax bytes per second to all peers, or 0 for no limit
 * @param downloadRateMax bytes per second from all peers, or 0 for no limit
 * @param hours when it may run, in the time zone of the machine
 * @param onlyIdle whether it rests while the machine is busy
 * @param onlyOnMains whether it rests on battery
 * @param onlyUnmetered whether it rests on a network that is paid for by the byte
 */
public record Manners(
    int uploadRateMax,
    int downloadRateMax,
    WeekHours hours,
    boolean onlyIdle,
    boolean onlyOnMains,
    boolean onlyUnmetered) {

  /** No limits. */
  public static final Manners NONE = new Manners(0, 0, WeekHours.ALWAYS, false, false, false);

  public Manners {
    if (uploadRateMax < 0 || downloadRateMax < 0) {
      throw new IllegalArgumentException(
          "rates must not be negative, are " + uploadRateMax + " and " + downloadRateMax);
    }
  }

  /** Why it shall rest now, for people; empty if it shall not. */
  public Optional<String> reasonToRest(LocalDateTime now, Machine machine) {
    if (!hours.contains(now)) {
      return Optional.of("outside its hours, " + hours);
    }
    if (onlyOnMains && machine.isOnBattery()) {
      return Optional.of("on battery");
    }
    if (onlyUnmetered && machine.isMetered()) {
      return Optional.of("on a metered network");
    }
    if (onlyIdle && machine.isBusy()) {
      return Optional.of("the machine is busy");
    }
    return Optional.empty();
  }
}
