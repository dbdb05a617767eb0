// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.demand;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often bits are read: of each the reads of all of it, those of {@link DemandLimits#HALF_LIFE}
 * ago counting half. Pure: time is what callers say it is, in milliseconds, and never goes back.
 * Bounded, and thread-safe.
 */
public final class DemandBook {
  /*
   * Only the bits that are read most are kept, as the algorithm Space-Saving does. Of all others is
   * known that they have at most the floor: the most that one of those may have had that were
   * forgotten, less what time takes. A bit that comes again has its new reads for sure, and may
   * have the floor besides. So there are two answers: what a bit has for sure, by which it is held
   * for hot, and what it may have, by which it is held for cold. A book that begins knows nothing:
   * any bit may have been read as often as a bit can be, and none is cold until that is forgotten.
   */

  private final int max;
  private final Map<Long, Count> counts = new HashMap<>();
  private final Set<Long> changed = new LinkedHashSet<>();
  private final Set<Long> gone = new LinkedHashSet<>();
  private double floor;
  private long floorAt;

  /** As of a time: what it has for sure, and what it may have beside that. */
  private record Count(double reads, double doubt, long at) {}

  /**
   * What is known of a bit.
   *
   * @param bit its row
   * @param reads what it had then for sure
   * @param doubt what it may have had beside that
   * @param at when that was
   */
  public record Known(long bit, double reads, double doubt, long at) {}

  /**
   * What is to be written.
   *
   * @param known bits that were read
   * @param gone bits that were forgotten
   * @param floor what any other bit may have
   * @param at as of when
   */
  public record Page(List<Known> known, List<Long> gone, double floor, long at) {
    public Page {
      known = List.copyOf(known);
      gone = List.copyOf(gone);
    }
  }

  /** A book of at most so many bits that knows nothing. */
  public DemandBook(int max, long now) {
    this(max, List.of(), DemandLimits.READS_MAX, now);
  }

  /** A book that goes on with what was written of another. */
  public DemandBook(int max, List<Known> known, double floor, long now) {
    this.max = max;
    this.floor = floor;
    this.floorAt = now;
    for (Known one : known) {
      counts.put(one.bit(), new Count(one.reads(), one.doubt(), one.at()));
    }
    forgetSome(now);
    changed.clear();
  }

  /**
   * A bit was read.
   *
   * @param share how much of it, 0 to 1; more is not believed
   */
  public synchronized void read(long bit, double share, long now) {
    Count count = counts.get(bit);
    double before = count == null ? 0 : decayed(count.reads(), now - count.at());
    double doubt = count == null ? floor(now) : decayed(count.doubt(), now - count.at());
    double reads = Math.min(DemandLimits.READS_MAX, before + Math.clamp(share, 0, 1));
    counts.put(bit, new Count(reads, doubt, now));
    changed.add(bit);
    gone.remove(bit);
    forgetSome(now);
  }

  private void forgetSome(long now) {
    if (counts.size() <= max) {
      return;
    }
    List<Long> coldest =
        counts.keySet().stream()
            .sorted(
                Comparator.<Long>comparingDouble(bit -> atMost(bit, now))
                    .thenComparingLong(bit -> bit))
            .limit(counts.size() - max + max / DemandLimits.FORGOTTEN_AT_ONCE)
            .toList();
    floor = Math.max(floor(now), atMost(coldest.getLast(), now));
    floorAt = now;
    for (long bit : coldest) {
      counts.remove(bit);
      changed.remove(bit);
      gone.add(bit);
    }
  }

  /** A bit is gone. */
  public synchronized void forget(long bit) {
    if (counts.remove(bit) != null) {
      changed.remove(bit);
      gone.add(bit);
    }
  }

  /** The reads that a bit has for sure. */
  public synchronized double atLeast(long bit, long now) {
    Count count = counts.get(bit);
    return count == null ? 0 : decayed(count.reads(), now - count.at());
  }

  /** The reads that a bit may have. */
  public synchronized double atMost(long bit, long now) {
    Count count = counts.get(bit);
    double most =
        count == null ? floor(now) : decayed(count.reads() + count.doubt(), now - count.at());
    return Math.min(DemandLimits.READS_MAX, most);
  }

  /** The reads that a bit may have of which nothing is known. */
  public synchronized double floor(long now) {
    return decayed(floor, now - floorAt);
  }

  private static double decayed(double reads, long millis) {
    return reads * Math.pow(0.5, (double) millis / DemandLimits.HALF_LIFE.toMillis());
  }

  /** The bits that have so many reads for sure, the hottest first, as of now. */
  public synchronized List<Known> hottest(double least, int most, long now) {
    List<Known> hot = new ArrayList<>();
    counts.forEach((bit, count) -> {
      double reads = decayed(count.reads(), now - count.at());
      if (reads >= least) {
        hot.add(new Known(bit, reads, decayed(count.doubt(), now - count.at()), now));
      }
    });
    hot.sort(Comparator.comparingDouble(Known::reads).reversed().thenComparingLong(Known::bit));
    return hot.subList(0, Math.min(most, hot.size()));
  }

  /** How many bits are in it. */
  public synchronized int size() {
    return counts.size();
  }

  /** What has changed since this was last asked, some of it. */
  public synchronized Page takeChanged(int most, long now) {
    List<Known> known = new ArrayList<>();
    for (long bit : changed.stream().limit(most).toList()) {
      Count count = counts.get(bit);
      if (count != null) {
        known.add(new Known(bit, count.reads(), count.doubt(), count.at()));
      }
      changed.remove(bit);
    }
    List<Long> forgotten = gone.stream().limit(most).toList();
    forgotten.forEach(gone::remove);
    return new Page(known, forgotten, floor(now), now);
  }
}
