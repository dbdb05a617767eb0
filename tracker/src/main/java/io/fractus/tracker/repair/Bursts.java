// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Sees when many nodes go at once, and has what is not urgent wait for a while: most of these come
 * back together, and copies made meanwhile would be for nothing. Pure: time is what callers say it
 * is. Not thread-safe.
 */
public final class Bursts {
  /** Nodes that go within this time go together. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** From this share of a site, or of the cloud, on it is a burst. */
  static final double SHARE = 0.1;

  /** Fewer nodes are none, however small the site. */
  static final int NODES_MIN = 3;

  /** However long it goes on: nodes that go one by one all day must not stop repair for ever. */
  static final int PAUSES_IN_A_ROW_MAX = 2;

  private final Duration pause;
  private final SequencedMap<Long, Gone> gone = new LinkedHashMap<>();
  private Instant began = Instant.MIN;
  private Instant until = Instant.MIN;

  private record Gone(String site, Instant at) {}

  /**
   * @param pause how long what is not urgent waits
   */
  public Bursts(Duration pause) {
    this.pause = pause;
  }

  /** A node went, or was given up; one that does both within a while counts once. */
  public void gone(long node, String site, Instant now) {
    gone.remove(node);
    gone.put(node, new Gone(site, now));
  }

  /**
   * Looks whether so many went that repair shall pause.
   *
   * @param membersBySite how many nodes are members, by site
   * @return whether a pause began or was prolonged
   */
  public boolean look(Map<String, Integer> membersBySite, Instant now) {
    while (!gone.isEmpty() && gone.firstEntry().getValue().at().isBefore(now.minus(WINDOW))) {
      gone.pollFirstEntry();
    }
    Map<String, Integer> bySite = new HashMap<>();
    gone.values().forEach(node -> bySite.merge(node.site(), 1, Integer::sum));
    int members = membersBySite.values().stream().mapToInt(Integer::intValue).sum();
    boolean isBurst = isBurst(gone.size(), members);
    for (Map.Entry<String, Integer> site : bySite.entrySet()) {
      isBurst |= isBurst(site.getValue(), membersBySite.getOrDefault(site.getKey(), 0));
    }
    if (!isBurst) {
      return false;
    }
    gone.clear();
    if (!now.isBefore(until.plus(pause))) {
      began = now;
    }
    Instant latest = began.plus(pause.multipliedBy(PAUSES_IN_A_ROW_MAX));
    Instant wished = now.plus(pause);
    Instant before = until;
    until = wished.isBefore(latest) ? wished : latest;
    until = until.isBefore(before) ? before : until;
    return until.isAfter(before);
  }

  private static boolean isBurst(int nodes, int members) {
    return nodes >= NODES_MIN && nodes > SHARE * members;
  }

  /** Whether what is not urgent waits. */
  public boolean isPaused(Instant now) {
    return now.isBefore(until);
  }

  /** Until when it waits; in the past if it does not. */
  public Instant until() {
    return until;
  }
}
