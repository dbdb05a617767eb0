// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagRulesTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final WrongPieces NONE = WrongPieces.NONE;

  private static Set<String> judge(
      boolean here,
      Duration away,
      int failures,
      double speed,
      WrongPieces wrong,
      String... standing) {
    long lastSeen = NOW - away.toMillis();
    long watchedFrom = NOW - Duration.ofDays(30).toMillis();
    return TagRules.judge(
            new TagRules.Facts(
                NOW, here, lastSeen, watchedFrom, failures, speed, 20, wrong, 0, Set.of(standing)))
        .keySet();
  }

  private static WrongPieces wrong(Duration... ago) {
    WrongPieces wrong = NONE;
    for (Duration one : ago) {
      wrong = wrong.plus(NOW - one.toMillis());
    }
    return wrong;
  }

  @Test
  void judge_aGoodNode_hasNoTags() {
    assertThat(judge(true, Duration.ZERO, 0, 1e7, NONE)).isEmpty();
  }

  @Test
  void judge_awayForLonger_isAbsentAndThenLost() {
    assertThat(judge(false, Duration.ofMinutes(59), 0, 1e7, NONE)).isEmpty();
    assertThat(judge(false, Duration.ofHours(1), 0, 1e7, NONE)).containsExactly("absent");
    assertThat(judge(false, Duration.ofDays(3), 0, 1e7, NONE)).containsExactly("absent");
    assertThat(judge(false, Duration.ofDays(7), 0, 1e7, NONE)).containsExactly("lost");
  }

  @Test
  void judge_trackerWasDownAllTheWhile_isNotAbsentYet() {
    long lastSeen = NOW - Duration.ofDays(9).toMillis();
    long restarted = NOW - Duration.ofMinutes(30).toMillis();
    var facts = new TagRules.Facts(NOW, false, lastSeen, restarted, 0, 0, 0, NONE, 0, Set.of());

    assertThat(TagRules.judge(facts)).isEmpty();
  }

  @Test
  void judge_neverSeen_isNotAbsent() {
    var facts = new TagRules.Facts(NOW, false, 0, 0, 0, 0, 0, NONE, 0, Set.of());

    assertThat(TagRules.judge(facts)).isEmpty();
  }

  @Test
  void judge_silentThreeTimes_isUnreachableThoughHere() {
    assertThat(judge(true, Duration.ZERO, 2, 1e7, NONE)).isEmpty();
    assertThat(judge(true, Duration.ZERO, 3, 1e7, NONE)).containsExactly("unreachable");
  }

  @Test
  void judge_speedAroundTheLimit_doesNotFlap() {
    assertThat(judge(true, Duration.ZERO, 0, 120_000, NONE)).containsExactly("slow");
    assertThat(judge(true, Duration.ZERO, 0, 200_000, NONE)).isEmpty();
    assertThat(judge(true, Duration.ZERO, 0, 200_000, NONE, "slow")).containsExactly("slow");
    assertThat(judge(true, Duration.ZERO, 0, 300_000, NONE, "slow")).isEmpty();
  }

  @Test
  void judge_wrongPieces_oneIsCorruptAndThreeInADayAreLies() {
    WrongPieces one = wrong(Duration.ofHours(23));
    assertThat(judge(true, Duration.ZERO, 0, 1e7, one)).containsExactly("corrupt");
    assertThat(judge(true, Duration.ZERO, 0, 1e7, wrong(Duration.ofDays(1)))).isEmpty();
    WrongPieces three = wrong(Duration.ofHours(30), Duration.ofHours(20), Duration.ofHours(10));
    assertThat(judge(true, Duration.ZERO, 0, 1e7, three)).containsExactly("liar");
    WrongPieces slowly = wrong(Duration.ofHours(40), Duration.ofHours(20), Duration.ofHours(10));
    assertThat(judge(true, Duration.ZERO, 0, 1e7, slowly)).containsExactly("corrupt");
  }

  @Test
  void judge_liarForAWeek_isOneNoMore() {
    WrongPieces recent = wrong(Duration.ofDays(6), Duration.ofDays(6), Duration.ofDays(6));
    WrongPieces old = wrong(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(7));

    assertThat(judge(true, Duration.ZERO, 0, 1e7, recent)).containsExactly("liar");
    assertThat(judge(true, Duration.ZERO, 0, 1e7, old, "liar")).isEmpty();
  }
}
