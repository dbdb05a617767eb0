// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a node is to be written.
 *
 * @param state with the hours that changed
 * @param profile of its week, if that changed
 * @param sessions that ended
 * @param tags that changed
 */
record Unwritten(
    NodeState state,
    @Nullable WeekProfile profile,
    List<Attendance.Past> sessions,
    List<TagBook.Tag> tags) {}
