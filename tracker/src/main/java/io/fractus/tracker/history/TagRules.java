// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which tags a node deserves. Pure: the time is one of the facts. */
final class TagRules {
  /** Not here for so long, and watched: absent. */
  static final Duration ABSENT_AFTER = Duration.ofHours(1);

  /** Not here for so long: lost, unless its class says otherwise. */
  static final Duration LOST_AFTER = Duration.ofDays(7);

  /** So many times in a row nobody answered: unreachable, though it may be here. */
  static final int FAILURES_MIN = 3;

  /** Slower is slow: a bit of 4 MiB takes more than half a minute. */
  static final double SLOW_BELOW = 128 << 10;

  /** From here on a node that was slow is not. */
  static final double SLOW_UNTIL = 256 << 10;

  /** Fewer measurements prove nothing. */
  static final int MEASURED_MIN = 10;

  /** For so long after a wrong piece: corrupt. */
  static final Duration CORRUPT_FOR = Duration.ofDays(1);

  /** Three wrong pieces within this time are no accident: liar. */
  static final Duration LIAR_WITHIN = Duration.ofDays(1);

  /** For so long after the last wrong piece a liar is one. */
  static final Duration LIAR_FOR = Duration.ofDays(7);

  static final String ABSENT = "absent";
  static final String LOST = "lost";
  static final String UNREACHABLE = "unreachable";
  static final String SLOW = "slow";
  static final String CORRUPT = "corrupt";
  static final String LIAR = "liar";
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
   * @param upSpeed how fast it lately sent, in bytes per second
   * @param upMeasured how often that was measured
   * @param wrong when its last wrong pieces came
   * @param fullUntil until when it counts as full
   * @param standing the tags of the rules that it has
   */
  record Facts(
      long now,
      boolean here,
      long lastSeen,
      long watchedFrom,
      int failures,
      double upSpeed,
      long upMeasured,
      WrongPieces wrong,
      long fullUntil,
      Set<String> standing) {}

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
    if (facts.failures() >= FAILURES_MIN) {
      tags.put(UNREACHABLE, "did not answer " + facts.failures() + " times in a row");
    }
    double limit = facts.standing().contains(SLOW) ? SLOW_UNTIL : SLOW_BELOW;
    if (facts.upMeasured() >= MEASURED_MIN && facts.upSpeed() < limit) {
      tags.put(SLOW, "lately sends %d KiB/s".formatted((long) facts.upSpeed() >> 10));
    }
    wrongPieces(facts, tags);
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

  private static void wrongPieces(Facts facts, Map<String, String> tags) {
    long first = facts.wrong().first();
    long last = facts.wrong().last();
    long since = facts.now() - last;
    if (last == 0) {
      return;
    }
    boolean three = first > 0 && last - first <= LIAR_WITHIN.toMillis();
    boolean was = facts.standing().contains(LIAR);
    if ((three || was) && since < LIAR_FOR.toMillis()) {
      tags.put(LIAR, "three wrong pieces within a day, the last at " + Instant.ofEpochMilli(last));
    } else if (since < CORRUPT_FOR.toMillis()) {
      tags.put(CORRUPT, "a wrong piece at " + Instant.ofEpochMilli(last));
    }
  }
}
