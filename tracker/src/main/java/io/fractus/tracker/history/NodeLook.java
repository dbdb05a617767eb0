// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node looks like at a moment. Times are milliseconds since 1970.
 *
 * @param since when it came, 0 if it is not here
 * @param lastSeen 0 for never
 * @param reachable whether it answered when it was last asked
 * @param unwritten hours that are not in the database as they are now, the last one goes on
 * @param sessions that ended and are not in the database
 * @param words the tags that stand
 * @param tags that are not in the database as they are now
 */
record NodeLook(
    boolean here,
    SeenBy seenBy,
    long since,
    long lastSeen,
    @Nullable Boolean reachable,
    String client,
    @Nullable Double upSpeed,
    @Nullable Double downSpeed,
    @Nullable Double availability,
    List<HourBook.Hour> unwritten,
    List<Attendance.Past> sessions,
    List<String> words,
    List<TagBook.Tag> tags) {}
