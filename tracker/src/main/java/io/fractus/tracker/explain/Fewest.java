// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fewest nodes, or sites, without which too few bits of a stripe are left. Any {@code atLeast}
 * less one may be lost, whichever they are.
 *
 * @param atLeast a proven bound: so many are needed at least; 0 if too few bits are left already
 * @param isExact whether so many do suffice
 * @param some of those whose loss is known to suffice, by name; {@code atLeast} of them if that is
 *     exact
 */
public record Fewest(int atLeast, boolean isExact, List<String> some) {
  /*
   * A bit is lost with all its holders, and a stripe with more bits than it has parity, so this is
   * the least union of m + 1 of the sets of holders.
   *
   * Where no holder has two bits it is the sum of the m + 1 smallest sets, which is so for the
   * nodes of nearly every stripe. In general a holder of r bits counts 1 / r in each of them: then
   * no union has fewer members than the sum of these weights, and the m + 1 smallest sums, rounded
   * up, are a bound from below. Taking one bit after the other, always the one that costs fewest
   * holders more, gives a bound from above. Where the two differ, all choices of as many holders
   * as the lower bound are tried, and so on upwards, while there are few enough: the problem is
   * NP-hard, and an answer that says "at least" is one.
   */

  /** Choices of holders that are tried: a few milliseconds. */
  private static final int TRIALS_MAX = 200_000;

  /** A choice is a word of bits; its top bit is left alone. */
  private static final int HOLDERS_TRIED_MAX = 62;

  private static final double ROUNDING = 1e-9;

  public Fewest {
    some = List.copyOf(some);
  }

  /**
   * Of these holders.
   *
   * @param parityBits how many bits may be lost
   * @param holders for each bit who holds a copy of it
   */
  public static Fewest of(int parityBits, List<Set<String>> holders) {
    int lost = parityBits + 1;
    if (holders.size() < lost) {
      throw new IllegalArgumentException(
          "a stripe of %d bits has not %d of parity".formatted(holders.size(), parityBits));
    }
    int low = bound(lost, holders);
    Set<String> enough = greedy(lost, holders);
    if (low == enough.size()) {
      return new Fewest(low, true, List.copyOf(enough));
    }
    return new Search(lost, holders).from(low, enough);
  }

  private static int bound(int lost, List<Set<String>> holders) {
    Map<String, Integer> held = new HashMap<>();
    holders.forEach(of -> of.forEach(holder -> held.merge(holder, 1, Integer::sum)));
    double sum =
        holders.stream()
            .mapToDouble(
                of -> of.stream().mapToDouble(holder -> 1.0 / held.getOrDefault(holder, 1)).sum())
            .sorted()
            .limit(lost)
            .sum();
    return (int) Math.ceil(sum - ROUNDING);
  }

  private static Set<String> greedy(int lost, List<Set<String>> holders) {
    Set<String> gone = new TreeSet<>();
    List<Set<String>> left = new ArrayList<>(holders);
    for (int i = 0; i < lost; i++) {
      Set<String> next =
          left.stream()
              .min(
                  Comparator.comparingLong(
                      of -> of.stream().filter(holder -> !gone.contains(holder)).count()))
              .orElseThrow();
      gone.addAll(next);
      left.remove(next);
    }
    return gone;
  }

  /** Tries all choices of holders, smallest first. Used once. */
  private static final class Search {
    private final int lost;
    private final List<String> names;
    private final long[] bits;
    private int trials;

    Search(int lost, List<Set<String>> holders) {
      this.lost = lost;
      Map<String, Integer> positions = new TreeMap<>();
      Set<String> all = new HashSet<>();
      holders.forEach(all::addAll);
      this.names = all.stream().sorted().toList();
      names.forEach(name -> positions.put(name, positions.size()));
      this.bits = new long[holders.size()];
      for (int bit = 0; bit < bits.length && names.size() <= HOLDERS_TRIED_MAX; bit++) {
        for (String holder : holders.get(bit)) {
          bits[bit] |= 1L << positions.getOrDefault(holder, 0);
        }
      }
    }

    Fewest from(int low, Set<String> enough) {
      if (names.size() > HOLDERS_TRIED_MAX) {
        return new Fewest(low, false, List.copyOf(enough));
      }
      for (int size = low; size < enough.size(); size++) {
        // Each choice of so many of all, in the order of the words (Gosper's hack).
        for (long choice = (1L << size) - 1; choice >>> names.size() == 0; ) {
          if (++trials > TRIALS_MAX) {
            return new Fewest(size, false, List.copyOf(enough));
          }
          if (suffices(choice)) {
            return new Fewest(size, true, named(choice));
          }
          long lowest = choice & -choice;
          long next = choice + lowest;
          choice = (((next ^ choice) / lowest) >>> 2) | next;
        }
      }
      return new Fewest(enough.size(), true, List.copyOf(enough));
    }

    private boolean suffices(long choice) {
      int gone = 0;
      for (long bit : bits) {
        gone += (bit & ~choice) == 0 ? 1 : 0;
      }
      return gone >= lost;
    }

    private List<String> named(long choice) {
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        if (((choice >>> i) & 1) == 1) {
          chosen.add(names.get(i));
        }
      }
      return chosen;
    }
  }
}
