// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.Limits;
import io.fractus.tracker.placement.Groups;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many stripes were placed that cannot be read with three nines in their worst hours, since the
 * tracker started, and what was said of the latest. Thread-safe.
 */
public final class Weaknesses {
  private final Groups groups;
  private long placed;
  private long weak;
  private String latest = "";
  private @Nullable Instant at;
  private @Nullable Instant told;

  Weaknesses(Groups groups) {
    this.groups = groups;
  }

  /**
   * Stripes that were placed, whole or in part.
   *
   * @param placed all of them
   * @param weak how many of them are weak
   * @param latest what is missing in the latest of these, and what would mend it; empty if there is
   *     none
   * @param at when that was placed, by the wall clock; null if there is none
   * @param groups how many kept to groups of nodes
   */
  public record Placed(
      long placed, long weak, String latest, @Nullable Instant at, Groups.Status groups) {}

  /**
   * Counts a stripe.
   *
   * @param weakness what is missing, empty if nothing is
   * @param wall when, to be shown
   * @param steady when, to count by
   * @return whether it is to be told: the object has more stripes, which say the same
   */
  synchronized boolean note(String layout, String weakness, Instant wall, Instant steady) {
    placed++;
    if (weakness.isEmpty()) {
      return false;
    }
    weak++;
    latest = "a stripe of " + layout + " " + weakness;
    at = wall;
    boolean isNews = told == null || !steady.isBefore(told.plus(Limits.EVENT_COALESCING));
    told = isNews ? steady : told;
    return isNews;
  }

  /** As of now. */
  public synchronized Placed placed() {
    return new Placed(placed, weak, latest, at, groups.status());
  }
}
