// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.reputation.Reputation;
import java.util.List;

/**
 * The memory of a node as it is written, but for its past. Times are milliseconds since 1970,
 * speeds bytes per second.
 *
 * @param node its key
 * @param accounted up to when its time is accounted for
 * @param hours those to write, the last one goes on
 * @param attendance whether it is here
 * @param reputation what is held of it
 * @param downSpeed how fast it lately fetched
 * @param downMeasured how often that was measured
 * @param client name and version of its program
 */
record NodeState(
    long node,
    long accounted,
    List<HourBook.Hour> hours,
    Attendance.Saved attendance,
    Reputation reputation,
    double downSpeed,
    long downMeasured,
    String client) {
  /** Of a node of which nothing is known yet. */
  static NodeState unknown(long node, long now) {
    return new NodeState(
        node,
        now,
        List.of(new HourBook.Hour(Span.HOUR.start(now), new Tally())),
        new Attendance.Saved(0, 0, SeenBy.NONE, 0, 0, 0),
        new Reputation(),
        0,
        0,
        "");
  }
}
