// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.Limits;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.registry.PlacedRows;
import io.fractus.tracker.registry.Registry;
import java.util.ArrayList;
import java.util.List;

/** Finds groups of nodes again in the stripes that were placed last. */
final class PlacedGroups {
  private final Registry registry;

  PlacedGroups(Registry registry) {
    this.registry = registry;
  }

  /** Once, before anything is placed; a cloud that is small has no groups. */
  void takeUp(int nodes, Groups groups) {
    if (nodes <= Groups.SCATTER_MAX) {
      return;
    }
    List<PlacedRows.Bit> stripe = new ArrayList<>();
    long before = Long.MAX_VALUE;
    for (int left = Limits.GROUP_BITS_READ_MAX; left > 0; left -= Limits.GROUP_BITS_PAGE) {
      long last = before;
      List<PlacedRows.Bit> page =
          registry.read(rows -> rows.placed().before(last, Limits.GROUP_BITS_PAGE));
      for (PlacedRows.Bit bit : page) {
        if (!stripe.isEmpty() && stripe.getFirst().placed() != bit.placed()) {
          takeUp(stripe, groups, nodes);
          stripe.clear();
        }
        stripe.add(bit);
      }
      if (page.size() < Limits.GROUP_BITS_PAGE) {
        takeUp(stripe, groups, nodes);
        return;
      }
      before = page.getLast().key();
    }
  }

  private static void takeUp(List<PlacedRows.Bit> stripe, Groups groups, int nodes) {
    if (stripe.isEmpty() || stripe.size() > io.fractus.protocol.Limits.BITS_PER_STRIPE_MAX) {
      return;
    }
    int copies = stripe.getFirst().copiesWanted();
    if (stripe.stream().allMatch(bit -> bit.copiesWanted() == copies)) {
      List<List<Long>> holders = stripe.reversed().stream().map(PlacedRows.Bit::holders).toList();
      groups.takeUp(holders, copies, nodes);
    }
  }
}
