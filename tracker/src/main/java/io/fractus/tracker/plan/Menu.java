// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The layouts that the planner chooses from. Stateless. */
final class Menu {
  private static final List<Integer> COPIES = List.of(1, 2, 4, 8);

  private Menu() {}

  /** Those that need at most so many nodes, cheapest first. */
  static List<Shape> within(int nodes) {
    List<Shape> shapes = new ArrayList<>();
    for (int copies : List.of(2, 3, 4, 8, 16)) {
      shapes.add(Shape.of("raid1", 1, 0, copies));
    }
    raid(shapes, "raid0", 0, 2, 4);
    raid(shapes, "raid5", 1, 2, 4, 8);
    raid(shapes, "raid6", 2, 2, 4, 8, 16);
    raid(shapes, "raid7", 3, 4, 8, 16);
    wide(shapes, 4, 2, 4, 8);
    wide(shapes, 8, 4, 8, 16, 32);
    wide(shapes, 16, 4, 8, 16, 24, 44);
    wide(shapes, 32, 8, 16, 32, 68);
    return shapes.stream()
        .filter(shape -> shape.nodes() <= nodes)
        .distinct()
        .sorted(Comparator.comparingDouble(Shape::overhead).thenComparing(Shape::toString))
        .toList();
  }

  /** Copies alike, and a second copy of the data bits alone, which spares decoding to readers. */
  private static void raid(List<Shape> shapes, String level, int parityBits, int... dataBits) {
    for (int k : dataBits) {
      COPIES.forEach(copies -> shapes.add(Shape.of(level, k, parityBits, copies)));
      if (parityBits > 0) {
        List<Integer> copies = new ArrayList<>(Collections.nCopies(k, 2));
        copies.addAll(Collections.nCopies(parityBits, 1));
        shapes.add(new Shape(level, k, parityBits, copies));
      }
    }
  }

  private static void wide(List<Shape> shapes, int dataBits, int... parityBits) {
    for (int m : parityBits) {
      shapes.add(Shape.of("rs", dataBits, m, 1));
      shapes.add(Shape.of("rs", dataBits, m, 2));
    }
  }
}
