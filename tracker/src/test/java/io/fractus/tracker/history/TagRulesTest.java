// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagRulesTest {
  private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private static Set<String> judge(boolean here, Duration away, int failures) {
    long lastSeen = NOW - away.toMillis();
    long watchedFrom = NOW - Duration.ofDays(30).toMillis();
    return TagRules.judge(
            new TagRules.Facts(NOW, here, lastSeen, watchedFrom, failures, Map.of(), 0))
        .keySet();
  }

  @Test
  void judge_aGoodNode_hasNoTags() {
    assertThat(judge(true, Duration.ZERO, 0)).isEmpty();
  }

  @Test
  void judge_awayForLonger_isAbsentAndThenLost() {
    assertThat(judge(false, Duration.ofMinutes(59), 0)).isEmpty();
    assertThat(judge(false, Duration.ofHours(1), 0)).containsExactly("absent");
    assertThat(judge(false, Duration.ofDays(3), 0)).containsExactly("absent");
    assertThat(judge(false, Duration.ofDays(7), 0)).containsExactly("lost");
  }

  @Test
  void judge_trackerWasDownAllTheWhile_isNotAbsentYet() {
    long lastSeen = NOW - Duration.ofDays(9).toMillis();
    long restarted = NOW - Duration.ofMinutes(30).toMillis();
    var facts = new TagRules.Facts(NOW, false, lastSeen, restarted, 0, Map.of(), 0);

    assertThat(TagRules.judge(facts)).isEmpty();
  }

  @Test
  void judge_neverSeen_isNotAbsent() {
    var facts = new TagRules.Facts(NOW, false, 0, 0, 0, Map.of(), 0);

    assertThat(TagRules.judge(facts)).isEmpty();
  }

  @Test
  void judge_silentThreeTimes_isUnreachableThoughHere() {
    assertThat(judge(true, Duration.ZERO, 2)).isEmpty();
    assertThat(judge(true, Duration.ZERO, 3)).containsExactly("unreachable");
  }

  @Test
  void judge_awayAndSilent_isAwayAndNothingElse() {
    assertThat(judge(false, Duration.ofMinutes(59), 9)).containsExactly("unreachable");
    assertThat(judge(false, Duration.ofHours(1), 9)).containsExactly("absent");
    assertThat(judge(false, Duration.ofDays(7), 9)).containsExactly("lost");
  }

  @Test
  void judge_whatItsReputationDeserves_standsBesideWhatIsSeenOfItsPresence() {
    Map<String, String> deserved = Map.of("slow", "lately sends 1 KiB/s", "unreachable", "shuns");
    var facts = new TagRules.Facts(NOW, true, NOW, 0, 3, deserved, NOW + 1);

    assertThat(TagRules.judge(facts))
        .containsOnlyKeys("slow", "unreachable", "full")
        .containsEntry("unreachable", "did not answer 3 times in a row");
  }
}
