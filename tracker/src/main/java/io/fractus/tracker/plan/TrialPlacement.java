// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.layout.Layout;
import io.fractus.tracker.availability.WeekEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Places stripes on paper until half of the free space is taken, to see what a layout would give.
 * Not thread-safe.
 */
final class TrialPlacement {
  /*
   * Copy by copy: first one of each bit, then the second of each. The bit that misses most chooses
   * next, from a few nodes drawn by their free space, the one that takes most from its misses:
   * the sum over the hours of (chance that the bit misses) * (chance that the node is here). So
   * first copies go to who is always here, and later ones to who is here when the others are not.
   * A bit that has a reliable holder leaves the other reliable nodes to those that have none.
   *
   * Rules: a node has one bit of a stripe, a site one copy of a bit and, of bits with a single
   * copy, no more than the parity. If the sites do not allow for that, they are forgotten about,
   * and the stripe does not survive a site, which is told.
   */

  /** Nodes that are drawn for a copy: with sixteen, misses are a fraction of those of chance. */
  private static final int DRAWS = 16;

  private static final int STRIPES_MIN = 8;
  private static final int STRIPES_MAX = 32;

  /** Every so many hours are looked at to choose a node; what it gives is told of all of them. */
  private static final int HOURS_STEP = 4;

  private static final int HOURS = WeekEvidence.HOURS / HOURS_STEP;

  private final List<Member> members;

  /** For each node how likely it is here in the hours that are looked at. */
  private final double[][] here;

  private final boolean[] reliable;
  private final double[] free;
  private final Random chance;
  private final Layout layout;
  private final double footprint;
  private final int stripes;

  /** Copies that the stripe in the making has, by bit. */
  private final List<List<Member>> holders = new ArrayList<>();

  private final boolean[] taken;

  TrialPlacement(List<Member> members, Layout layout, Random chance) {
    this.members = members;
    this.layout = layout;
    this.chance = chance;
    this.free = members.stream().mapToDouble(Member::freeBytes).toArray();
    this.here =
        members.stream()
            .map(member ->
                IntStream.range(0, HOURS)
                    .mapToDouble(hour -> member.week().at(hour * HOURS_STEP))
                    .toArray())
            .toArray(double[][]::new);
    this.taken = new boolean[members.size()];
    this.reliable = new boolean[members.size()];
    for (int node = 0; node < reliable.length; node++) {
      reliable[node] = members.get(node).isReliable();
    }
    // Each node is asked twice or so, so that those who are in demand run out.
    this.stripes = Math.clamp(2L * members.size() / layout.copiesTotal(), STRIPES_MIN, STRIPES_MAX);
    this.footprint = Arrays.stream(free).sum() / 2 / ((double) stripes * layout.copiesTotal());
  }

  /** The stripes that could be placed, fewer than were tried if nodes or space ran out. */
  List<Stripe> place() {
    List<Stripe> placed = new ArrayList<>();
    for (int i = 0; i < stripes; i++) {
      @Nullable Stripe stripe = stripe();
      if (stripe == null) {
        break;
      }
      placed.add(stripe);
    }
    return placed;
  }

  private @Nullable Stripe stripe() {
    holders.clear();
    Arrays.fill(taken, false);
    double[][] misses = new double[layout.bits()][HOURS];
    for (double[] hours : misses) {
      Arrays.fill(hours, 1);
      holders.add(new ArrayList<>());
    }
    for (int left = layout.copiesTotal(); left > 0; left--) {
      int bit = neediest(misses);
      int node = choose(bit, misses[bit]);
      if (node < 0) {
        return null;
      }
      Member member = members.get(node);
      taken[node] = true;
      free[node] -= footprint;
      holders.get(bit).add(member);
      for (int hour = 0; hour < HOURS; hour++) {
        misses[bit][hour] *= 1 - here[node][hour];
      }
    }
    return new Stripe(layout.dataBits(), layout.parityBits(), holders);
  }

  /** Of the bits that have the fewest copies the one that misses most. */
  private int neediest(double[][] misses) {
    int neediest = -1;
    double most = -1;
    int fewest = Integer.MAX_VALUE;
    for (int bit = 0; bit < misses.length; bit++) {
      int copies = holders.get(bit).size();
      if (copies == layout.copies().get(bit) || copies > fewest) {
        continue;
      }
      double miss = sum(misses[bit]);
      if (copies < fewest || miss > most) {
        fewest = copies;
        most = miss;
        neediest = bit;
      }
    }
    return neediest;
  }

  private static double sum(double[] hours) {
    double sum = 0;
    for (double hour : hours) {
      sum += hour;
    }
    return sum;
  }

  private int choose(int bit, double[] misses) {
    boolean isAnchored = holders.get(bit).stream().anyMatch(Member::isReliable);
    int node = isAnchored ? best(bit, misses, true, true) : -1;
    node = node >= 0 ? node : best(bit, misses, true, false);
    return node >= 0 ? node : best(bit, misses, false, false);
  }

  /** The best of some nodes that may take the bit, or -1 if none may. */
  private int best(int bit, double[] misses, boolean bySites, boolean sparing) {
    Set<String> crowded = bySites ? crowded(bit) : Set.of();
    double[] weights = new double[free.length];
    double sum = 0;
    for (int node = 0; node < weights.length; node++) {
      Member member = members.get(node);
      boolean may =
          !taken[node]
              && free[node] >= footprint
              && !(sparing && reliable[node])
              && !crowded.contains(member.site());
      sum += may ? free[node] : 0;
      weights[node] = sum;
    }
    if (sum <= 0) {
      return -1;
    }
    int best = -1;
    double most = -1;
    for (int i = 0; i < DRAWS; i++) {
      int node = drawn(weights, chance.nextDouble() * sum);
      double gain = 0;
      for (int hour = 0; hour < HOURS; hour++) {
        gain += misses[hour] * here[node][hour];
      }
      if (gain > most) {
        most = gain;
        best = node;
      }
    }
    return best;
  }

  /** The first node whose running sum is above what was drawn. */
  private static int drawn(double[] sums, double at) {
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sums[middle] > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Sites on which the bit, or a stripe with its parity, has all that it may. */
  private Set<String> crowded(int bit) {
    Set<String> crowded = new HashSet<>();
    holders.get(bit).forEach(member -> crowded.add(member.site()));
    if (layout.copies().get(bit) > 1) {
      return crowded;
    }
    Map<String, Integer> singles = new HashMap<>();
    for (int other = 0; other < holders.size(); other++) {
      if (layout.copies().get(other) == 1) {
        holders.get(other).forEach(member -> singles.merge(member.site(), 1, Integer::sum));
      }
    }
    singles.forEach((site, bits) -> {
      if (bits >= Math.max(1, layout.parityBits())) {
        crowded.add(site);
      }
    });
    return crowded;
  }
}
