// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.repair.Verdict.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepairPolicyTest {
  private final RepairPolicy policy = new RepairPolicy(RepairSettings.USUAL);

  private static CopyFacts copy(long node, Health health) {
    return new CopyFacts(node, "s" + node, health, NodeClass.SERVER, 100, Duration.ZERO);
  }

  private static CopyFacts copy(long node, Health health, NodeClass kind, double age) {
    return new CopyFacts(node, "s" + node, health, kind, age, Duration.ZERO);
  }

  private static BitFacts bit(int wanted, CopyFacts... copies) {
    return new BitFacts(1, 100, wanted, false, false, List.of(copies));
  }

  private Verdict judge(int wanted, Health... healths) {
    CopyFacts[] copies = new CopyFacts[healths.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = copy(i + 1, healths[i]);
    }
    return policy.judge(bit(wanted, copies));
  }

  @Test
  void judge_copiesOnNodesThatAreAway_needNothing() {
    assertThat(judge(2, Health.HERE, Health.AWAY).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(2, Health.AWAY, Health.AWAY).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(2, Health.HERE, Health.DOUBTED).need()).isEqualTo(Need.NOTHING);
  }

  @Test
  void judge_copyIsGone_isMadeFromOneThatIsHere() {
    assertThat(judge(2, Health.HERE, Health.LEFT).need()).isEqualTo(Need.COPY);
    assertThat(judge(2, Health.HERE, Health.GONE).need()).isEqualTo(Need.COPY);
    assertThat(judge(2, Health.HERE).need()).isEqualTo(Need.COPY);
    assertThat(judge(2, Health.AWAY, Health.GONE).need()).isEqualTo(Need.SOURCE);
  }

  @Test
  void judge_anotherIsComing_needsNoMore() {
    assertThat(judge(2, Health.HERE, Health.GONE, Health.COMING).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(3, Health.HERE, Health.GONE, Health.COMING).need()).isEqualTo(Need.COPY);
    assertThat(judge(2, Health.HERE, Health.STALLED).need()).isEqualTo(Need.GIVE_UP);
  }

  @Test
  void judge_noCopyLives_aGatewayRebuildsIt() {
    Verdict verdict = judge(2, Health.LEFT, Health.GONE, Health.COMING);

    assertThat(verdict.need()).isEqualTo(Need.REBUILD);
    assertThat(verdict.urgency()).isEqualTo(Urgency.REBUILD);
    assertThat(verdict.days()).isZero();
  }

  @Test
  void judge_someoneCameBack_oneIsKeptInReserveAndTwoAreTooMany() {
    assertThat(judge(2, Health.HERE, Health.HERE, Health.AWAY).need()).isEqualTo(Need.RESERVE);
    assertThat(judge(2, Health.HERE, Health.HERE, Health.HERE, Health.AWAY).need())
        .isEqualTo(Need.SURPLUS);
    assertThat(judge(1, Health.HERE, Health.HERE).need()).isEqualTo(Need.RESERVE);
    assertThat(
            new RepairPolicy(RepairSettings.USUAL.withReserve(0))
                .judge(bit(1, copy(1, Health.HERE), copy(2, Health.HERE)))
                .need())
        .isEqualTo(Need.SURPLUS);
    assertThat(judge(2, Health.HERE, Health.HERE, Health.LEFT).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(2, Health.HERE, Health.HERE, Health.DOUBTED).need()).isEqualTo(Need.NOTHING);
    BitFacts moving =
        new BitFacts(1, 100, 1, false, true, List.of(copy(1, Health.HERE), copy(2, Health.HERE)));
    assertThat(policy.judge(moving).need()).isEqualTo(Need.NOTHING);
  }

  @Test
  void judge_copiesOfOneSite_countAsOne() {
    CopyFacts beside = new CopyFacts(2, "s1", Health.HERE, NodeClass.SERVER, 100, Duration.ZERO);

    assertThat(policy.judge(bit(2, copy(1, Health.HERE), beside)).need()).isEqualTo(Need.COPY);
    assertThat(policy.judge(bit(2, copy(1, Health.HERE), beside)).urgency())
        .isEqualTo(Urgency.URGENT);
    assertThat(policy.judge(bit(2, copy(1, Health.HERE), beside, copy(3, Health.HERE))).need())
        .isEqualTo(Need.RESERVE);
    CopyFacts coming = new CopyFacts(2, "s1", Health.COMING, NodeClass.LAB, 100, Duration.ZERO);
    assertThat(policy.judge(bit(2, copy(1, Health.HERE), coming)).need()).isEqualTo(Need.COPY);
  }

  @Test
  void judge_reserveWhenTheNextOneGoes_nothingIsCopied() {
    assertThat(judge(2, Health.HERE, Health.HERE, Health.LEFT).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(2, Health.HERE, Health.AWAY, Health.GONE).need()).isEqualTo(Need.NOTHING);
    assertThat(judge(2, Health.HERE, Health.LEFT, Health.GONE).need()).isEqualTo(Need.COPY);
  }

  @Test
  void judge_placedJustNow_isItsGatewaysToSeeTo() {
    BitFacts young = new BitFacts(1, 100, 2, true, false, List.of(copy(1, Health.STALLED)));

    assertThat(policy.judge(young).need()).isEqualTo(Need.NOTHING);
  }

  @Test
  void judge_urgency_lastCopyBeforePermanentBeforeAbsent() {
    assertThat(judge(2, Health.HERE, Health.LEFT).urgency()).isEqualTo(Urgency.URGENT);
    assertThat(judge(3, Health.HERE, Health.HERE, Health.GONE).urgency())
        .isEqualTo(Urgency.PERMANENT);
    assertThat(judge(3, Health.HERE, Health.HERE).urgency()).isEqualTo(Urgency.PERMANENT);
    assertThat(judge(3, Health.HERE, Health.HERE, Health.LEFT).urgency()).isEqualTo(Urgency.ABSENT);
    Verdict phones =
        policy.judge(
            bit(
                3,
                copy(1, Health.HERE, NodeClass.PHONE, 0),
                copy(2, Health.HERE, NodeClass.PHONE, 0),
                copy(3, Health.LEFT)));
    assertThat(phones.days()).isLessThan(RepairPolicy.URGENT_DAYS);
    assertThat(phones.urgency()).isEqualTo(Urgency.URGENT);
  }

  @Test
  void risk_ofCopies_isTheMeanOfTheLongestLife() {
    // Hazard 2 / (age + lifetime) a day: a server of 100 days has 14,700 / 2.
    double server = 14_700 / 2.0;
    assertThat(judge(1, Health.HERE).days()).isCloseTo(server, within(1e-6));
    assertThat(judge(2, Health.HERE, Health.HERE).days()).isCloseTo(1.5 * server, within(1e-6));
    assertThat(judge(3, Health.HERE, Health.HERE, Health.HERE).days())
        .isCloseTo((1 + 1 / 2.0 + 1 / 3.0) * server, within(1e-6));
  }

  @Test
  void risk_ofRandomCopies_isWhatDiceSay() {
    Random random = new Random(5);
    List<CopyFacts> copies = new ArrayList<>();
    double[] means = new double[4];
    NodeClass[] kinds = {NodeClass.SERVER, NodeClass.HOME, NodeClass.LAB, NodeClass.PHONE};
    for (int i = 0; i < kinds.length; i++) {
      double age = 300 * random.nextDouble();
      copies.add(copy(i + 1, Health.HERE, kinds[i], age));
      means[i] = (age + kinds[i].lifetimeDays()) / 2;
    }
    // Without the server, which would be all of the sum.
    copies.removeFirst();
    double sum = 0;
    int rolls = 200_000;
    for (int roll = 0; roll < rolls; roll++) {
      double longest = 0;
      for (int i = 1; i < means.length; i++) {
        longest = Math.max(longest, -means[i] * Math.log(1 - random.nextDouble()));
      }
      sum += longest;
    }

    double days =
        Risk.days(bit(3, copies.toArray(CopyFacts[]::new)), RepairSettings.USUAL.patience());
    assertThat(days).isCloseTo(sum / rolls, within(0.01 * sum / rolls));
  }

  @Test
  void risk_ofNodeThatIsAwayForLong_isThatOfTheOthers() {
    CopyFacts here = copy(1, Health.HERE);
    double alone = policy.judge(bit(2, here)).days();
    double last = 2 * alone;
    for (int hours : List.of(0, 1, 2, 3, 4)) {
      CopyFacts away =
          new CopyFacts(2, "s2", Health.AWAY, NodeClass.SERVER, 100, Duration.ofHours(hours));
      double days = policy.judge(bit(2, here, away)).days();
      assertThat(days).isLessThan(last).isGreaterThan(alone);
      last = days;
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
