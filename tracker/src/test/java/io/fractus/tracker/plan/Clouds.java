// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Nodes to plan with. */
final class Clouds {
  private Clouds() {}

  /** Like nodes of a flat availability, each on a site of its own. */
  static List<Member> flat(int nodes, NodeClass kind, double availability) {
    WeekAvailability week = WeekAvailability.of(hour -> availability);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      members.add(new Member(kind + "-" + i, kind, kind + "-site-" + i, week, 100, 1L << 36));
    }
    return members;
  }

  /** Nodes of all classes on some sites, as new as nobody has seen them. */
  static List<Member> random(Random chance, int nodes) {
    int sites = 1 + chance.nextInt(nodes);
    NodeClass[] kinds = NodeClass.values();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      NodeClass kind = kinds[chance.nextInt(kinds.length)];
      members.add(
          new Member(
              "n" + i,
              kind,
              "s" + chance.nextInt(sites),
              Estimator.bound(kind, chance.nextInt(24) - 12, WeekEvidence.NONE),
              chance.nextInt(1_000),
              (long) (1e9 * Math.exp(chance.nextGaussian()))));
    }
    return members;
  }
}
