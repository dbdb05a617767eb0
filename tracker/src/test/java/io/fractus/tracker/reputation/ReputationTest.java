// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReputationTest {
  private static final long NOW = Duration.ofDays(20_000).toMillis();

  private final Reputation node = new Reputation();

  @Test
  void scores_ofNothing_areThePrior() {
    Scores scores = node.scores(NOW);

    assertThat(scores.honesty().value()).isEqualTo(0.5);
    // Of a uniform distribution.
    assertThat(scores.honesty().low()).isCloseTo(0.05, within(1e-9));
    assertThat(scores.honesty().high()).isCloseTo(0.95, within(1e-9));
    assertThat(scores.speedToProbes().evidence()).isZero();
    assertThat(node.bytesPerSecond()).isNull();
  }

  @Test
  void scores_tenRightAnswers_areTheQuantilesOfTheBeta() {
    for (int i = 0; i < 10; i++) {
      node.right(NOW);
    }

    Score honesty = node.scores(NOW).honesty();
    // Older answers count less: 1 + q + q^2 ... with q = 63/64.
    double right = (1 - Math.pow(63.0 / 64, 10)) * 64;
    assertThat(honesty.evidence()).isCloseTo(right, within(1e-4));
    // Of Beta(a, 1), the chance to be below x is x^a.
    assertThat(honesty.low()).isCloseTo(Math.pow(0.05, 1 / (right + 1)), within(1e-5));
    assertThat(node.audits()).isEqualTo(10);
  }

  @Test
  void right_forEver_countsForNoMoreThan64() {
    for (int i = 0; i < 100_000; i++) {
      node.right(NOW);
    }

    assertThat(node.right()).isCloseTo(64, within(0.01));
  }

  @Test
  void scores_aMonthLater_restOnHalf() {
    for (int i = 0; i < 64; i++) {
      node.right(NOW);
      node.measured(Viewer.PROBE, 1 << 16, 100, NOW);
    }
    Scores before = node.scores(NOW);

    Scores after = node.scores(NOW + Duration.ofDays(30).toMillis());

    assertThat(after.honesty().evidence()).isCloseTo(before.honesty().evidence() / 2, within(1e-3));
    assertThat(after.speedToProbes().evidence())
        .isCloseTo(before.speedToProbes().evidence() / 2, within(1e-3));
    assertThat(after.speedToProbes().low()).isLessThan(before.speedToProbes().low());
  }

  @Test
  void scores_lookedAtEachSecond_fadeAsIfLookedAtOnce() {
    Reputation often = new Reputation();
    for (int i = 0; i < 64; i++) {
      node.right(NOW);
      often.right(NOW);
    }
    long end = NOW + Duration.ofDays(30).toMillis();
    for (long at = NOW; at < end; at += 60_000) {
      often.scores(at);
    }

    assertThat(often.scores(end).honesty().evidence())
        .isCloseTo(node.scores(end).honesty().evidence(), within(1e-2));
  }

  @Test
  void speed_ofManyMeasurements_hasItsMeanWithinItsBounds() {
    Random random = new Random(5);
    int within = 0;
    int times = 1_000;
    for (int i = 0; i < times; i++) {
      Reputation one = new Reputation();
      for (int j = 0; j < 40; j++) {
        double speed = 1e6 * Math.exp(random.nextGaussian() / 2);
        one.measured(Viewer.PROBE, 1 << 16, Math.round((1 << 16) * 1000 / speed), NOW);
      }
      Score score = one.scores(NOW).speedToProbes();
      within += score.low() < 1e6 && 1e6 < score.high() ? 1 : 0;
    }
    // Both bounds hold with a chance of 95 %, and the weights forget, which costs a little.
    assertThat(within / (double) times).isBetween(0.75, 1.0);
  }

  @Test
  void bytesPerSecond_readersDisagreeWithProbes_isWhatReadersSee() {
    for (int i = 0; i < 100; i++) {
      node.measured(Viewer.PROBE, 1 << 16, 10, NOW);
    }
    assertThat(node.bytesPerSecond()).isCloseTo(6_553_600.0, within(10.0));
    for (int i = 0; i < 8; i++) {
      node.measured(Viewer.READER, 1 << 16, 1_000, NOW);
    }
    assertThat(node.bytesPerSecond()).isCloseTo(65_536.0, within(1.0));
  }

  @Test
  void write_anything_isReadBack() {
    node.right(NOW);
    node.wrong(NOW);
    node.asked(Viewer.PROBE, true, NOW);
    node.asked(Viewer.READER, false, NOW);
    node.measured(Viewer.PROBE, 1 << 20, 77, NOW);
    node.measured(Viewer.READER, 1 << 18, 3_333, NOW);
    node.overtaken(Overtaken.of(0, 1_000, null), NOW);

    Reputation read = Reputation.read(node.write());

    assertThat(read.scores(NOW)).isEqualTo(node.scores(NOW));
    assertThat(read.write()).isEqualTo(node.write()).hasSize(Reputation.WRITTEN_BYTES);
    assertThat(read.lastWrong()).isEqualTo(node.lastWrong()).isEqualTo(NOW);
  }

  @Test
  void read_somethingElse_isRefused() {
    assertThatThrownBy(() -> Reputation.read(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("this has 3");
  }

  @Test
  void before_aVettedNodeAndALiarOfOld_areWhatTheyWere() {
    Reputation good = Reputation.before(1e6, 20, 0, 0);
    Reputation bad = Reputation.before(1e6, 20, 3, NOW);

    assertThat(Rules.judge(good, new Rules.Facts(100, Crowd.UNKNOWN, Set.of()), NOW))
        .containsOnlyKeys("vetted");
    assertThat(Rules.judge(bad, new Rules.Facts(100, Crowd.UNKNOWN, Set.of()), NOW))
        .containsOnlyKeys("liar");
  }

  @Test
  void shift_ofTheClock_movesWhatIsRemembered() {
    node.wrong(NOW);
    node.shift(Duration.ofDays(365).toMillis());

    assertThat(node.lastWrong()).isEqualTo(NOW + Duration.ofDays(365).toMillis());
  }
}
