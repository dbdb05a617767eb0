// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.assignment.Weaknesses;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.function.Supplier;

/** What {@code /metrics} tells of placement, after all else that it tells. Thread-safe. */
final class PlacementMetrics {
  private final Supplier<Weaknesses.Placed> placed;

  PlacementMetrics(Supplier<Weaknesses.Placed> placed) {
    this.placed = placed;
  }

  void register(JavalinConfig config) {
    config.routes.after("/metrics", this::append);
  }

  private void append(Context context) {
    Weaknesses.Placed now = placed.get();
    String text =
        String.format(
            Locale.ROOT,
            """
            # HELP fractus_tracker_stripes_placed_total Stripes placed, whole or in part.
            # TYPE fractus_tracker_stripes_placed_total counter
            fractus_tracker_stripes_placed_total %d
            # HELP fractus_tracker_stripes_weak_total Of these, below three nines in some hour.
            # TYPE fractus_tracker_stripes_weak_total counter
            fractus_tracker_stripes_weak_total %d
            # HELP fractus_tracker_groups Groups of nodes that hold stripes together.
            # TYPE fractus_tracker_groups gauge
            fractus_tracker_groups %d
            # HELP fractus_tracker_outside_groups_total Stripes and copies outside of groups.
            # TYPE fractus_tracker_outside_groups_total counter
            fractus_tracker_outside_groups_total %d
            """,
            now.placed(),
            now.weak(),
            now.groups().groups(),
            now.groups().outside());
    context.result(context.result() + text);
  }
}
