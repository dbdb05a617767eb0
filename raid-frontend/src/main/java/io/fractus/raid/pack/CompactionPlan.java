// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import io.fractus.raid.catalog.StoredPack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Which packs are worth being rewritten into one. Stateless. */
final class CompactionPlan {
  /*
   * Packs with more holes than objects come first: rewriting them gives space back. Packs that were
   * small from the start, because little was put at a time, cost torrents and no space. They are
   * merged when there are several of about one size, so that a byte moves once for each step of
   * size, and not whenever another small pack is made.
   *
   * INVARIANT: what is chosen fits into one pack, and leaves fewer holes or fewer packs. So rounds
   * come to an end.
   */

  /** Binary orders of magnitude that count as one size. */
  private static final int TIER_BITS = 3;

  private CompactionPlan() {}

  /**
   * Packs of one layout to rewrite now; none if it is not worth it.
   *
   * @param candidates packs with few live bytes
   * @param mergedBytes sealed bytes of packs that are made of several, by layout
   */
  static List<StoredPack> choose(List<StoredPack> candidates, ToLongFunction<String> mergedBytes) {
    Map<String, List<StoredPack>> groups = new TreeMap<>();
    for (StoredPack pack : candidates) {
      if (isHollow(pack)) {
        // A blank sorts before every tier: these are looked at first.
        groups.computeIfAbsent(" " + pack.layout(), key -> new ArrayList<>()).add(pack);
      } else if (pack.live() < mergedBytes.applyAsLong(pack.layout()) / PackLimits.MERGE_MIN) {
        int tier = (63 - Long.numberOfLeadingZeros(pack.live())) / TIER_BITS;
        groups.computeIfAbsent(tier + " " + pack.layout(), key -> new ArrayList<>()).add(pack);
      }
    }
    for (List<StoredPack> group : groups.values()) {
      List<StoredPack> fitting = fitting(group, mergedBytes.applyAsLong(group.getFirst().layout()));
      boolean hollow = isHollow(group.getFirst());
      if (hollow || (group.size() >= PackLimits.MERGE_MIN && fitting.size() > 1)) {
        return fitting;
      }
    }
    return List.of();
  }

  /** Whether more of it is holes than not. */
  private static boolean isHollow(StoredPack pack) {
    return pack.live() * PackLimits.LIVE_DIVISOR < pack.sealedLength();
  }

  /** The emptiest ones that fit into one pack; one at least. */
  private static List<StoredPack> fitting(List<StoredPack> group, long mergedBytes) {
    List<StoredPack> chosen = new ArrayList<>();
    long bytes = 0;
    for (StoredPack pack :
        group.stream().sorted(Comparator.comparingLong(StoredPack::live)).toList()) {
      boolean fits = chosen.isEmpty() || bytes + pack.live() <= mergedBytes;
      if (fits && chosen.size() < PackLimits.MERGE_MAX) {
        chosen.add(pack);
        bytes += pack.live();
      }
    }
    return chosen;
  }
}
