// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.List;

/**
 * The memory of a node as it is written, but for its past. Times are milliseconds since 1970,
 * speeds bytes per second.
 *
 * @param node its key
 * @param accounted up to when its time is accounted for
 * @param hours those to write, the last one goes on
 * @param attendance whether it is here
 * @param upSpeed how fast it lately sent
 * @param upMeasured how often that was measured
 * @param downSpeed how fast it lately fetched
 * @param downMeasured how often that was measured
 * @param wrong when its last wrong pieces came
 * @param client name and version of its program
 */
record NodeState(
    long node,
    long accounted,
    List<HourBook.Hour> hours,
    Attendance.Saved attendance,
    double upSpeed,
    long upMeasured,
    double downSpeed,
    long downMeasured,
    WrongPieces wrong,
    String client) {}
