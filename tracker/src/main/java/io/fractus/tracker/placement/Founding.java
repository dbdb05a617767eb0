// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Group.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Gives a new group its members. Used once; not thread-safe. */
final class Founding {
  /*
   * A stripe is worth what can be chosen for it. So a group begins with more on each seat than its
   * first stripe takes: two anchors, and others by chance, neither the best, who would be wanting
   * elsewhere, nor only those who happened to be needed. The rest of its places stays free for who
   * is here when these are not; a group that is full too soon leaves stripes without an anchor.
   */

  /** Anchors on a seat: the better one is taken while it has room. */
  private static final int ANCHORS = 2;

  /** How much of a group is filled at once. */
  private static final double FILLED = 0.6;

  private final Groups groups;
  private final Group group;
  private final Map<Long, Candidate> known = new LinkedHashMap<>();

  /**
   * @param nodes those that may join, in no order
   */
  Founding(Groups groups, Group group, List<Candidate> nodes) {
    this.groups = groups;
    this.group = group;
    nodes.forEach(node -> known.put(node.node(), node));
  }

  /** Takes up anchors that may join, and others that are in no group. */
  void fill() {
    Shape shape = group.shape();
    if (shape.copies() > 1) {
      for (Candidate node : known.values()) {
        if (node.merits().isAnchor()) {
          seat(node, seat -> anchors(seat) < ANCHORS);
        }
      }
    }
    for (Candidate node : known.values()) {
      if (group.size() >= FILLED * shape.nodesMax()) {
        return;
      }
      if ((shape.copies() == 1 || !node.merits().isAnchor())
          && groups.mayFound(node.node(), shape)) {
        seat(node, _ -> true);
      }
    }
  }

  private void seat(Candidate node, Predicate<long[]> wants) {
    if (group.seat(node.node()) != Group.NONE || !group.hasRoom()) {
      return;
    }
    int emptiest = Group.NONE;
    for (int seat = 0; seat < group.shape().bits(); seat++) {
      long[] members = group.at(seat);
      if (wants.test(members)
          && !isNear(node, members)
          && (emptiest == Group.NONE || members.length < group.at(emptiest).length)) {
        emptiest = seat;
      }
    }
    if (emptiest != Group.NONE) {
      groups.join(group, emptiest, node.node());
    }
  }

  private long anchors(long[] members) {
    return Arrays.stream(members)
        .mapToObj(known::get)
        .filter(member -> member != null && member.merits().isAnchor())
        .count();
  }

  /** Two of a site on one seat could not have copies of one bit. */
  private boolean isNear(Candidate node, long[] members) {
    return Arrays.stream(members)
        .mapToObj(known::get)
        .anyMatch(member -> member != null && member.site().equals(node.site()));
  }
}
