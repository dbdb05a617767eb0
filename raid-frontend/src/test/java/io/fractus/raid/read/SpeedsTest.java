// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeedsTest {
  private static final long SEED = 11;
  private static final int BYTES = 64 << 10;
  private static final long MILLI = 1_000_000;

  private Instant now = Instant.EPOCH;
  private final Speeds speeds = new Speeds(() -> now);
  private final Random random = new Random(SEED);

  /** Reads that take 2 ms times the factor, give or take a fifth. */
  private void feed(String node, int reads, double factor) {
    for (int i = 0; i < reads; i++) {
      double noise = 0.8 + 0.4 * random.nextDouble();
      speeds.took(node, BYTES, true, (long) (2 * MILLI * factor * noise));
    }
  }

  @Test
  void expected_nothingKnown_isNothing() {
    assertThat(speeds.expected("a", BYTES, true)).isZero();
    assertThat(speeds.late("a", BYTES, true)).isEqualTo(ReadLimits.LATE_UNKNOWN.toNanos());
    assertThat(speeds.isSlow("a")).isFalse();
  }

  @Test
  void expected_aNodeThatWasNeverMet_isWhatIsTypical() {
    feed("a", 50, 1);
    assertThat(speeds.expected("b", BYTES, true)).isBetween(MILLI * 17 / 10, MILLI * 23 / 10);
    assertThat(speeds.age("b")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void late_ofANode_isWhatNineteenOfTwentyOfItsReadsDoNotExceed() {
    // Ten times the least that is late, so that the bound does not hide the quantile.
    feed("a", 30, 10);
    for (int i = 0; i < 400; i++) {
      speeds.took("a", BYTES, true, (20 + i % 20) * MILLI);
    }
    // The times are 20 to 39 ms, the 95th of a hundred 38; a bucket is 19 % wide, and what is
    // typical wanders a little.
    assertThat(speeds.late("a", BYTES, true)).isBetween(33 * MILLI, 55 * MILLI);
  }

  @Test
  void judge_once_isSlowForAllSizesAtOnce() {
    for (String node : new String[] {"a", "b", "c"}) {
      feed(node, 40, 1);
    }
    speeds.took("b", 16 * BYTES, true, 20 * MILLI);
    speeds.judge("a", BYTES, true, 200 * MILLI);

    assertThat(speeds.isSlow("a")).isTrue();
    assertThat(speeds.isSlow("b")).isFalse();
    assertThat(speeds.expected("a", BYTES, true)).isGreaterThan(150 * MILLI);
    assertThat(speeds.expected("a", 16 * BYTES, true)).isGreaterThan(1_000 * MILLI);
    // Whoever waits for it all the same knows that it takes long.
    assertThat(speeds.late("a", BYTES, true)).isGreaterThan(150 * MILLI);
  }

  @Test
  void isSlow_withoutReads_isForgotten() {
    feed("a", 40, 1);
    feed("b", 40, 1);
    speeds.judge("a", BYTES, true, 200 * MILLI);

    now = now.plus(Duration.ofMinutes(10));
    assertThat(speeds.expected("a", BYTES, true)).isBetween(15 * MILLI, 25 * MILLI);
    now = now.plus(Duration.ofMinutes(30));
    assertThat(speeds.isSlow("a")).isFalse();
  }

  @Test
  void isSlow_fastAgain_isForgottenWithinAFewReads() {
    feed("b", 40, 1);
    speeds.judge("a", BYTES, true, 200 * MILLI);
    feed("a", 15, 1);
    assertThat(speeds.isSlow("a")).isFalse();
  }

  @Test
  void isSlow_allSlowAlike_isNobody() {
    String[] nodes = {"a", "b", "c", "d", "e", "f"};
    for (int round = 0; round < 40; round++) {
      for (String node : nodes) {
        feed(node, 1, 1);
      }
    }
    for (int round = 0; round < 40; round++) {
      for (String node : nodes) {
        feed(node, 1, 100);
      }
    }
    for (String node : nodes) {
      assertThat(speeds.isSlow(node)).as(node).isFalse();
    }
    assertThat(speeds.expected("a", BYTES, true)).isBetween(100 * MILLI, 300 * MILLI);
  }

  @Test
  void took_moreNodesThanAreRemembered_forgetsTheOneThatWasUsedLeast() {
    feed("first", 5, 1);
    feed("second", 5, 1);
    for (int i = 0; i < ReadLimits.SPEEDS_MAX - 2; i++) {
      speeds.took("n" + i, BYTES, true, 2 * MILLI);
    }
    speeds.took("first", BYTES, true, 2 * MILLI);
    speeds.took("last", BYTES, true, 2 * MILLI);
    assertThat(speeds.age("first")).isZero();
    assertThat(speeds.age("last")).isZero();
    assertThat(speeds.age("second")).isEqualTo(Long.MAX_VALUE);
  }
}
