// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.ReportRequest.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final double WEEKS = 500;
  private static final long PIECE = 64 << 10;
  private static final Crowd USUAL = new Crowd(1, 1, Crowd.NODES_MIN);

  private final Reputation node = new Reputation();
  private long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private double watched = WEEKS;
  private Crowd crowd = USUAL;
  private Set<String> tags = Set.of();

  private Map<String, String> judge() {
    Map<String, String> judged = Rules.judge(node, new Rules.Facts(watched, crowd, tags), now);
    tags = new HashSet<>(judged.keySet());
    return judged;
  }

  private void pass(Duration time) {
    now += time.toMillis();
  }

  private void right(int times) {
    for (int i = 0; i < times; i++) {
      node.right(now);
      node.asked(Viewer.PROBE, true, now);
    }
  }

  private void wrong(int times) {
    for (int i = 0; i < times; i++) {
      node.wrong(now);
    }
  }

  private void measured(Viewer viewer, int times, double bytesPerSecond) {
    for (int i = 0; i < times; i++) {
      node.asked(viewer, true, now);
      node.measured(viewer, PIECE, Math.round(PIECE * 1000 / bytesPerSecond), now);
    }
  }

  @Test
  void judge_nothingKnown_isNewWithItsEvidence() {
    watched = 3;

    assertThat(judge())
        .containsExactlyEntriesOf(Map.of("new", "watched for 3 hours, 0 audits so far"));
  }

  @Test
  void judge_tenRightAnswersAndADay_isVetted() {
    right(9);
    assertThat(judge()).containsOnlyKeys("new");
    right(1);
    watched = 23;
    assertThat(judge()).containsOnlyKeys("new");
    watched = 24;
    assertThat(judge()).containsOnlyKeys("vetted");
  }

  @Test
  void judge_aWeekAndAllRight_isReliable() {
    right(86);
    watched = 149;
    assertThat(judge()).containsOnlyKeys("vetted");
    watched = 150;
    assertThat(judge()).containsOnlyKeys("reliable");
  }

  @Test
  void judge_reliableThatIsOftenSilent_isVettedOnly() {
    right(200);
    assertThat(judge()).containsOnlyKeys("reliable");

    for (int i = 0; i < 20; i++) {
      node.asked(Viewer.PROBE, false, now);
    }

    assertThat(judge()).containsOnlyKeys("vetted");
  }

  @Test
  void judge_onlyGatewaysGotRightPieces_isNotVetted() {
    measured(Viewer.READER, 1_000, 1e7);

    assertThat(judge()).containsOnlyKeys("new");
  }

  @Test
  void judge_wrongAnswers_oneIsCorruptAndThreeAreLies() {
    wrong(1);
    assertThat(judge()).containsOnlyKeys("corrupt", "new");
    wrong(1);
    assertThat(judge()).containsOnlyKeys("corrupt", "new");
    wrong(1);
    assertThat(judge()).containsOnlyKeys("liar");
  }

  @Test
  void judge_wrongAnswersOfAnyPast_areLiesAfterFiveInARow() {
    right(100_000);
    wrong(4);
    assertThat(judge()).doesNotContainKey("liar");
    wrong(1);
    assertThat(judge()).containsKey("liar");
  }

  @Test
  void judge_aWrongAnswerADayAgo_isCorruptNoMore() {
    right(100);
    wrong(1);
    pass(Duration.ofHours(23));
    assertThat(judge()).containsKey("corrupt");
    pass(Duration.ofHours(1));
    assertThat(judge()).containsOnlyKeys("vetted");
  }

  @Test
  void judge_wrongAnswersEachAfterManyRightOnes_areNoLies() {
    for (int i = 0; i < 100; i++) {
      right(100);
      wrong(1);
      assertThat(judge()).doesNotContainKey("liar");
    }
  }

  @Test
  void judge_liarThatIsRightAgain_isBelievedAfterAWeekAnd64RightAnswers() {
    wrong(10);
    assertThat(judge()).containsOnlyKeys("liar");
    pass(Duration.ofDays(7));
    right(63);
    assertThat(judge()).containsOnlyKeys("liar");

    right(1);

    assertThat(judge()).containsOnlyKeys("vetted");
    assertThat(node.scores(now).honesty().evidence()).isGreaterThan(40);
  }

  @Test
  void judge_liarThatIsRightAgain_isStillOneWithinTheWeek() {
    wrong(3);
    judge();
    pass(Duration.ofDays(6));
    right(1_000);

    assertThat(judge()).containsKey("liar");
  }

  @Test
  void judge_liarThatIsWrongAgain_beginsAnew() {
    wrong(3);
    judge();
    pass(Duration.ofDays(6));
    right(60);
    wrong(1);
    pass(Duration.ofDays(2));
    right(64);
    assertThat(judge()).containsKey("liar");
    pass(Duration.ofDays(5));
    assertThat(judge()).doesNotContainKey("liar");
  }

  @Test
  void judge_liarThatNobodyAskedForAMonth_isNew() {
    right(40);
    wrong(10);
    judge();
    pass(Duration.ofDays(30));

    assertThat(judge()).containsOnlyKeys("new");
  }

  @Test
  void judge_speedAroundTheLimit_doesNotFlap() {
    measured(Viewer.READER, 100, 100_000);
    assertThat(judge()).containsKey("slow");
    measured(Viewer.READER, 100, 200_000);
    assertThat(judge()).containsKey("slow");
    measured(Viewer.READER, 100, 300_000);
    assertThat(judge()).doesNotContainKey("slow");
    measured(Viewer.READER, 100, 200_000);
    assertThat(judge()).doesNotContainKey("slow");
  }

  @Test
  void judge_fewSlowMeasurements_proveNothing() {
    measured(Viewer.READER, 6, 1_000);
    assertThat(judge()).doesNotContainKey("slow");
    measured(Viewer.READER, 6, 1_000);
    assertThat(judge().get("slow")).contains("1 KiB/s");
  }

  @Test
  void judge_aHundredthOfItsSpeed_isSlowAfterEightMeasurements() {
    for (Viewer viewer : Viewer.values()) {
      measured(viewer, 1_000, 10 << 20);
      measured(viewer, 7, 100 << 10);
      assertThat(judge()).doesNotContainKey("slow");
      measured(viewer, 1, 100 << 10);
      assertThat(judge().get("slow")).contains("100 KiB/s (8 measurements)");

      measured(viewer, 8, 10 << 20);
      assertThat(judge()).doesNotContainKey("slow");
    }
  }

  @Test
  void judge_aHundredthOfASpeedThatWasSeenOnce_isSlowAfterEightMeasurements() {
    for (int fast = 1; fast < 20; fast++) {
      for (Viewer viewer : Viewer.values()) {
        Reputation one = new Reputation();
        for (int i = 0; i < fast + Trend.RUN_TURNS; i++) {
          one.measured(viewer, PIECE, i < fast ? 10 : 1_000, now);
        }
        assertThat(Rules.judge(one, new Rules.Facts(watched, crowd, Set.of()), now))
            .as("%d fast ones", fast)
            .containsKey("slow");
      }
    }
  }

  @Test
  void judge_slowNowAndThen_isNotSlow() {
    for (int i = 0; i < 100; i++) {
      measured(Viewer.READER, 7, 10 << 20);
      measured(Viewer.READER, 2, 100 << 10);
      assertThat(judge()).doesNotContainKey("slow");
    }
  }

  @Test
  void judge_slowToAllOfLate_isSlowThoughGatewaysReadItNoMore() {
    measured(Viewer.PROBE, 100, 10 << 20);
    measured(Viewer.READER, 100, 10 << 20);
    measured(Viewer.READER, 1, 100 << 10);
    measured(Viewer.PROBE, 7, 100 << 10);
    assertThat(judge()).doesNotContainKey("slow");
    measured(Viewer.PROBE, 1, 100 << 10);
    assertThat(judge().get("slow")).startsWith("lately sends probes 100 KiB/s (8 ");

    measured(Viewer.READER, 1, 10 << 20);
    assertThat(judge()).doesNotContainKey("slow");
  }

  @Test
  void judge_slowToProbesAndNotReadSince_isSlowThoughGatewaysNeverSaidSo() {
    measured(Viewer.PROBE, 100, 10 << 20);
    measured(Viewer.READER, 100, 10 << 20);
    measured(Viewer.PROBE, 7, 60 << 10);
    assertThat(judge()).doesNotContainKey("slow");
    measured(Viewer.PROBE, 1, 60 << 10);
    assertThat(judge().get("slow")).startsWith("lately sends probes 60 KiB/s (8 ");
    measured(Viewer.PROBE, 100, 60 << 10);
    assertThat(judge()).containsKey("slow");

    measured(Viewer.READER, 1, 10 << 20);
    assertThat(judge()).doesNotContainKey("slow");
  }

  @Test
  void judge_slowToATrackerWithASlowLine_isNotSlow() {
    crowd = new Crowd(100, 1, 50);
    measured(Viewer.READER, 100, 10 << 20);
    measured(Viewer.PROBE, 100, 100 << 10);

    assertThat(judge()).doesNotContainKey("slow");
  }

  @Test
  void judge_silentInEachAudit_isSlowAfterEight() {
    measured(Viewer.PROBE, 100, 10 << 20);
    measured(Viewer.READER, 100, 10 << 20);
    for (int i = 0; i < Trend.RUN_TURNS; i++) {
      assertThat(judge()).doesNotContainKey("slow");
      node.asked(Viewer.PROBE, false, now);
      node.silent(5_000, now);
    }

    assertThat(judge().get("slow")).startsWith("lately sends probes 3 KiB/s (8 ");
  }

  @Test
  void judge_silentNowAndThen_isNotSlow() {
    for (int i = 0; i < 100; i++) {
      measured(Viewer.PROBE, 5, 10 << 20);
      node.silent(5_000, now);
      node.silent(5_000, now);
      assertThat(judge()).doesNotContainKey("slow");
    }
  }

  @Test
  void isDoubtful_readFastAndThenSlow_untilItIsKnown() {
    assertThat(Rules.isDoubtful(node)).isTrue();
    measured(Viewer.READER, 100, 10 << 20);
    assertThat(Rules.isDoubtful(node)).isFalse();
    measured(Viewer.READER, 1, 100 << 10);
    assertThat(Rules.isDoubtful(node)).isTrue();
    measured(Viewer.READER, 7, 100 << 10);
    assertThat(Rules.isDoubtful(node)).isFalse();
  }

  @Test
  void isSpeedOpen_slowAfterManyFastOnes_untilItIsKnown() {
    measured(Viewer.PROBE, 1_000, 10 << 20);
    assertThat(Rules.isSpeedOpen(node)).isFalse();
    for (int i = 0; i < 7; i++) {
      measured(Viewer.PROBE, 1, 100 << 10);
      assertThat(Rules.isSpeedOpen(node)).isTrue();
    }
    measured(Viewer.PROBE, 1, 50 << 10);
    assertThat(Rules.isSpeedOpen(node)).isFalse();
  }

  @Test
  void judge_fastForProbesAndSlowForGateways_isSlowWithBothSpeeds() {
    measured(Viewer.PROBE, 40, 10 << 20);
    measured(Viewer.READER, 10, 1 << 20);

    assertThat(judge().get("slow"))
        .startsWith("fast for probes, 10")
        .contains("slow for gateways, 1");
  }

  @Test
  void judge_gatewayWithASlowLine_isNoFaultOfTheNodes() {
    crowd = new Crowd(0.02, 1, 50);
    measured(Viewer.PROBE, 40, 10 << 20);
    measured(Viewer.READER, 40, 1 << 20);
    assertThat(judge()).doesNotContainKey("slow");
    measured(Viewer.READER, 100, 100_000);

    assertThat(judge()).doesNotContainKey("slow");
  }

  @Test
  void judge_overtakenWithoutAByte_isSlow() {
    measured(Viewer.PROBE, 100, 10 << 20);
    for (int i = 0; i < 8; i++) {
      node.overtaken(Overtaken.of(0, 3_000, new Pace(4, 1 << 20, 3_000)), now);
    }

    assertThat(judge()).containsKey("slow");
  }

  @Test
  void judge_answersProbesAndNotGateways_isUnreachable() {
    right(50);
    for (int i = 0; i < 10; i++) {
      node.asked(Viewer.READER, false, now);
    }

    assertThat(judge().get("unreachable")).contains("0 of");
    crowd = new Crowd(1, 0.1, 50);
    assertThat(judge()).doesNotContainKey("unreachable");
  }

  @Test
  void census_aTenthThatPretends_movesWhatIsUsualByLittle() {
    Crowd.Census census = new Crowd.Census();
    for (int i = 0; i < 100; i++) {
      Reputation one = new Reputation();
      for (int j = 0; j < 20; j++) {
        for (Viewer viewer : Viewer.values()) {
          boolean shuns = viewer == Viewer.READER && i < 10;
          one.asked(viewer, !shuns, now);
          one.measured(viewer, PIECE, shuns ? 60_000 : 100, now);
        }
      }
      census.add(one);
    }

    assertThat(census.crowd()).isEqualTo(new Crowd(1, 1, 100));
  }

  @Test
  void census_ofFew_saysNothing() {
    Crowd.Census census = new Crowd.Census();
    measured(Viewer.PROBE, 20, 1e7);
    measured(Viewer.READER, 20, 1e7);
    census.add(node);

    assertThat(census.crowd()).isEqualTo(Crowd.UNKNOWN);
  }
}
