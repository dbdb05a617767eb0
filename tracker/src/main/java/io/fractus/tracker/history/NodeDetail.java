// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.reputation.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of one node, as of now.
 *
 * @param node the node in one line
 * @param weekHeat for each of the 168 hours of the week, from Monday 00:00 UTC, the share of it
 *     that the node was here, 0 to 1, weeks ago counting less; null for hours that were never
 *     observed
 * @param weekUpSpeed for each of the 42 four hours of the week, from Monday 00:00 UTC, bytes per
 *     second that it sent; null where nothing was measured
 * @param hours the last fourteen days by the hour, oldest first; hours not observed are left out
 * @param days the last ninety days by the day, oldest first, today among them
 * @param weeks the last two years by the week (from Monday), oldest first, this week among them
 * @param sessions its last sessions, newest first, the one that lasts among them
 * @param judgement how far it is believed, how often it answers, how fast it is, and why
 * @param tags its tags now and before, those of now first, then newest first
 */
public record NodeDetail(
    NodeSummary node,
    List<@Nullable Double> weekHeat,
    List<@Nullable Double> weekUpSpeed,
    List<Period> hours,
    List<Period> days,
    List<Period> weeks,
    List<SessionView> sessions,
    Judgement judgement,
    List<TagView> tags) {
  public NodeDetail {
    weekHeat = Collections.unmodifiableList(new ArrayList<>(weekHeat));
    weekUpSpeed = Collections.unmodifiableList(new ArrayList<>(weekUpSpeed));
    hours = List.copyOf(hours);
    days = List.copyOf(days);
    weeks = List.copyOf(weeks);
    sessions = List.copyOf(sessions);
    tags = List.copyOf(tags);
  }
}
