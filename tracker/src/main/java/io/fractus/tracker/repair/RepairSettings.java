// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.Patience;
import java.time.Duration;

/**
 * How repair is set up.
 *
 * @param patience for how long nodes may be away before their copies count as gone
 * @param suspectPatience for how long a copy may be in doubt before it counts as gone
 * @param nodeBytesPerSecond what repair may move from or to a node
 * @param siteBytesPerSecond what it may move from or to a site
 * @param cloudBytesPerSecond what it may move in all
 * @param burstPause for how long what is not urgent waits when many nodes went at once
 * @param reserve how many copies more than wanted a bit keeps of those that came back
 */
public record RepairSettings(
    Patience patience,
    Duration suspectPatience,
    long nodeBytesPerSecond,
    long siteBytesPerSecond,
    long cloudBytesPerSecond,
    Duration burstPause,
    int reserve) {
  /**
   * A node gives a home's line at most, a site what an office has, and the cloud what a machine on
   * a gigabit moves: 10 TB a day. Of bursts nine of ten are over after a quarter of an hour.
   */
  public static final RepairSettings USUAL =
      new RepairSettings(
          Patience.USUAL,
          Duration.ofMinutes(10),
          4L << 20,
          16L << 20,
          128L << 20,
          Duration.ofMinutes(30),
          RepairLimits.RESERVE);

  /** With the usual reserve. */
  public RepairSettings(
      Patience patience,
      Duration suspectPatience,
      long nodeBytesPerSecond,
      long siteBytesPerSecond,
      long cloudBytesPerSecond,
      Duration burstPause) {
    this(
        patience,
        suspectPatience,
        nodeBytesPerSecond,
        siteBytesPerSecond,
        cloudBytesPerSecond,
        burstPause,
        RepairLimits.RESERVE);
  }

  public RepairSettings {
    if (suspectPatience.isNegative() || burstPause.isNegative()) {
      throw new IllegalArgumentException("suspectPatience and burstPause must not be negative");
    }
    if (nodeBytesPerSecond <= 0 || siteBytesPerSecond <= 0 || cloudBytesPerSecond <= 0) {
      throw new IllegalArgumentException("rates of repair must be positive");
    }
    if (reserve < 0) {
      throw new IllegalArgumentException("the reserve must not be negative, but is " + reserve);
    }
  }

  /** The same with another patience. */
  public RepairSettings with(Patience other) {
    return new RepairSettings(
        other,
        suspectPatience,
        nodeBytesPerSecond,
        siteBytesPerSecond,
        cloudBytesPerSecond,
        burstPause,
        reserve);
  }

  /** The same with another reserve. */
  public RepairSettings withReserve(int copies) {
    return new RepairSettings(
        patience,
        suspectPatience,
        nodeBytesPerSecond,
        siteBytesPerSecond,
        cloudBytesPerSecond,
        burstPause,
        copies);
  }
}
