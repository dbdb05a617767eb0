// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which tags a node deserves, those of its reputation among them. Pure: time is a fact. */
final class TagRules {
  /** Not here for so long, and watched: absent. */
  static final Duration ABSENT_AFTER = Duration.ofHours(1);

  /** Not here for so long: lost, unless its class says otherwise. */
  static final Duration LOST_AFTER = Duration.ofDays(7);

  /** So many times in a row nobody answered: unreachable, unless it is known to be away. */
  static final int FAILURES_MIN = 3;

  static final String ABSENT = "absent";
  static final String LOST = "lost";
  static final String UNREACHABLE = "unreachable";
  static final String FULL = "full";

  private TagRules() {}

  /**
   * What the rules look at. Times are milliseconds since 1970, 0 for never.
   *
   * @param now the time
   * @param here whether it is here
   * @param lastSeen when it was last known to be here
   * @param watchedFrom since when the tracker watches without a break
   * @param failures how often in a row nobody answered
   * @param deserved the tags that its reputation deserves
   * @param fullUntil until when it counts as full
   */
  record Facts(
      long now,
      boolean here,
      long lastSeen,
      long watchedFrom,
      int failures,
      Map<String, String> deserved,
      long fullUntil) {}

  /** The tags that shall stand, each with its evidence. */
  static Map<String, String> judge(Facts facts) {
    return judge(facts, LOST_AFTER.toMillis());
  }

  /**
   * The same for a node of a class that is lost sooner or later than others.
   *
   * @param lostAfter not here for so many milliseconds: lost
   */
  static Map<String, String> judge(Facts facts, long lostAfter) {
    Map<String, String> tags = new LinkedHashMap<>();
    presence(facts, lostAfter, tags);
    if (facts.failures() >= FAILURES_MIN && tags.isEmpty()) {
      tags.put(UNREACHABLE, "did not answer " + facts.failures() + " times in a row");
    }
    facts.deserved().forEach(tags::putIfAbsent);
    if (facts.now() < facts.fullUntil()) {
      tags.put(FULL, "said that it has no room");
    }
    return tags;
  }

  private static void presence(Facts facts, long lostAfter, Map<String, String> tags) {
    if (facts.here() || facts.lastSeen() == 0) {
      return;
    }
    long away = facts.now() - facts.lastSeen();
    long watched = facts.now() - Math.max(facts.lastSeen(), facts.watchedFrom());
    if (watched >= Math.min(ABSENT_AFTER.toMillis(), lostAfter)) {
      String evidence = "not seen since " + Instant.ofEpochMilli(facts.lastSeen());
      tags.put(away >= lostAfter ? LOST : ABSENT, evidence);
    }
  }
}
