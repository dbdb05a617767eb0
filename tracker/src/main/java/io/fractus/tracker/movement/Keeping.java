// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.placement.Candidate;
import java.util.List;

/** Whether a bit is as well kept by other nodes. Stateless. */
public final class Keeping {
  /*
   * The tracker does not know which bits make a stripe, nor how many of them are needed. But a
   * stripe holds its target as long as none of its bits misses more often than before, or each so
   * rarely that it does not matter. So that is asked of each bit by itself, in its worst hours.
   */

  private static final double TINY = 1e-300;

  private Keeping() {}

  /**
   * Whether the target of its stripe holds if those have it instead of these: it misses no more
   * often in its worst hours, or rarely enough; an anchor has it if one had; and it is in as many
   * sites and regions, up to one for each copy that stays.
   */
  public static boolean keeps(List<Candidate> before, List<Candidate> after) {
    boolean hadAnchor = before.stream().anyMatch(node -> node.merits().isAnchor());
    boolean hasAnchor = after.stream().anyMatch(node -> node.merits().isAnchor());
    return (hasAnchor || !hadAnchor)
        && regions(after) >= Math.min(regions(before), after.size())
        && sites(after) >= Math.min(sites(before), after.size())
        && nats(after) >= Math.min(nats(before), MovementLimits.BUDGET_ENOUGH);
  }

  private static long regions(List<Candidate> nodes) {
    return nodes.stream().map(node -> node.merits().region()).distinct().count();
  }

  private static long sites(List<Candidate> nodes) {
    return nodes.stream().map(Candidate::site).distinct().count();
  }

  /** What copies on these nodes give a bit in its worst hours, as placement counts it. */
  static double nats(List<Candidate> nodes) {
    double sum = 0;
    for (int part = 0; part < FourHours.PARTS; part++) {
      double miss = 1;
      for (Candidate node : nodes) {
        miss *= node.merits().hours().miss(part);
      }
      sum += miss * miss * miss * miss;
    }
    return -Math.log(Math.max(TINY, sum / FourHours.PARTS)) / 4;
  }
}
