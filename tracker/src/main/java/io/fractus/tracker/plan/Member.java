// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.tracker.availability.Anchor;
import io.fractus.tracker.availability.Lifetime;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;

/**
 * A node as the planner sees it. Immutable, thread-safe.
 *
 * @param id what tells it from others; plans do not depend on the order of nodes
 * @param site nodes that fail together
 * @param week the low bound of its availability
 * @param ageDays since it joined
 * @param freeBytes space that is left on it
 */
public record Member(
    String id, NodeClass kind, String site, WeekAvailability week, double ageDays, long freeBytes) {
  /** Whether first copies go there. */
  boolean isReliable() {
    return Anchor.is(week);
  }

  double departure(double windowDays) {
    return Lifetime.departure(kind, ageDays, windowDays);
  }

  double departuresPerYear() {
    return Lifetime.hazardPerDay(kind, ageDays) * Durability.YEAR_DAYS;
  }
}
