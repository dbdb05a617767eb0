// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.assignment.DrainProgress;
import io.fractus.tracker.history.NodeDetail;
import io.fractus.tracker.history.Period;
import io.fractus.tracker.history.SessionView;
import io.fractus.tracker.history.TagView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One node with all that is remembered of it; see {@link NodeDetail} for what each list is.
 *
 * @param node the node in one line
 * @param drain how far it is, if it shall hold less than it does; else null
 * @param weekHeat 168 hours of the week
 * @param weekUpSpeed 42 four hours of the week
 * @param hours the last fourteen days
 * @param days the last ninety days
 * @param weeks the last two years
 * @param sessions newest first
 * @param judgement what is held of it and why; null if nothing is remembered
 * @param tags those of now first
 */
record NodeDetailView(
    NodeRow node,
    @Nullable DrainProgress drain,
    List<@Nullable Double> weekHeat,
    List<@Nullable Double> weekUpSpeed,
    List<Period> hours,
    List<Period> days,
    List<Period> weeks,
    List<SessionView> sessions,
    @Nullable JudgementView judgement,
    List<TagView> tags) {
  static NodeDetailView of(
      NodeRow node, Optional<DrainProgress> drain, Optional<NodeDetail> detail) {
    return new NodeDetailView(
        node,
        drain.orElse(null),
        detail.map(NodeDetail::weekHeat).orElse(List.of()),
        detail.map(NodeDetail::weekUpSpeed).orElse(List.of()),
        detail.map(NodeDetail::hours).orElse(List.of()),
        detail.map(NodeDetail::days).orElse(List.of()),
        detail.map(NodeDetail::weeks).orElse(List.of()),
        detail.map(NodeDetail::sessions).orElse(List.of()),
        detail.map(NodeDetail::judgement).map(JudgementView::of).orElse(null),
        detail.map(NodeDetail::tags).orElse(List.of()));
  }
}
