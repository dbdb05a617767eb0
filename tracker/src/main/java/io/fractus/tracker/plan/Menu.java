// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.layout.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The layouts that the planner chooses from. Stateless. */
final class Menu {
  private static final List<Integer> COPIES = List.of(1, 2, 4, 8);

  private Menu() {}

  /** Those that need at most so many nodes, cheapest first. */
  static List<Layout> within(int nodes) {
    List<Layout> layouts = new ArrayList<>();
    for (int copies : List.of(2, 3, 4, 8, 16)) {
      layouts.add(Layout.of(Level.RAID1, 1, 0, copies));
    }
    raid(layouts, Level.RAID0, 0, 2, 4);
    raid(layouts, Level.RAID5, 1, 2, 4, 8);
    raid(layouts, Level.RAID6, 2, 2, 4, 8, 16);
    raid(layouts, Level.RAID7, 3, 4, 8, 16);
    wide(layouts, 4, 2, 4, 8);
    wide(layouts, 8, 4, 8, 16, 32);
    wide(layouts, 16, 4, 8, 16, 24, 44);
    wide(layouts, 32, 8, 16, 32, 68);
    return layouts.stream()
        .filter(layout -> layout.copiesTotal() <= nodes)
        .distinct()
        .sorted(Comparator.comparingDouble(Layout::overhead).thenComparing(Layout::toString))
        .toList();
  }

  /** Copies alike, and a second copy of the data bits alone, which spares decoding to readers. */
  private static void raid(List<Layout> layouts, Level level, int parityBits, int... dataBits) {
    for (int k : dataBits) {
      COPIES.forEach(copies -> layouts.add(Layout.of(level, k, parityBits, copies)));
      if (parityBits > 0) {
        List<Integer> copies = new ArrayList<>(Collections.nCopies(k, 2));
        copies.addAll(Collections.nCopies(parityBits, 1));
        layouts.add(new Layout(level, k, parityBits, copies));
      }
    }
  }

  private static void wide(List<Layout> layouts, int dataBits, int... parityBits) {
    for (int m : parityBits) {
      layouts.add(Layout.of(Level.RS, dataBits, m, 1));
      layouts.add(Layout.of(Level.RS, dataBits, m, 2));
    }
  }
}
