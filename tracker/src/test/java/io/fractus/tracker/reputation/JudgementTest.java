// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final double WATCHED = 30;

  private final Reputation node = new Reputation();
  private final long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

  private Judgement judge() {
    Rules.Facts facts = new Rules.Facts(WATCHED, Crowd.UNKNOWN, Set.of());
    return Judgement.of(node, new HashSet<>(Rules.judge(node, facts, now).keySet()), WATCHED, now);
  }

  private Ground ground(String tag) {
    return judge().grounds().stream()
        .filter(one -> one.tag().equals(tag))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void of_nothingKnown_isNewAndSaysHowFarItIs() {
    assertThat(judge().scores().honesty().evidence()).isZero();
    assertThat(judge().grounds()).extracting(Ground::tag).containsExactly("new");
    // Of a node that never answered every share is as likely: it is surely more than a twentieth.
    assertThat(ground("new").next())
        .isEqualTo(
            "vetted after 24 hours, of which 24 are over, with surely more than 74 % right"
                + " answers, now 5 %");
  }

  @Test
  void of_liar_saysTheRuleAndTheWayBack() {
    for (int i = 0; i < 4; i++) {
      node.wrong(now);
    }
    node.right(now);

    assertThat(judge().grounds()).extracting(Ground::tag).containsExactly("liar");
    assertThat(ground("liar").next())
        .contains("2026-03-08T12:00:00Z", "64 right answers in a row, of which it has 1")
        .contains("2026-03-31T12:00:00Z");
  }

  @Test
  void of_slowAndCorruptNode_hasGroundsForEachTag() {
    for (int i = 0; i < 12; i++) {
      node.measured(Viewer.PROBE, 64 << 10, 1_000, now);
    }
    node.wrong(now);

    assertThat(judge().grounds()).extracting(Ground::tag).containsExactly("corrupt", "new", "slow");
    assertThat(ground("slow").rule()).contains("128 KiB/s");
    assertThat(ground("slow").next()).contains("256 KiB/s");
    assertThat(ground("corrupt").next()).contains("2026-03-02T12:00:00Z");
    assertThat(judge().scores().speedToProbes().value()).isBetween(65_000.0, 66_000.0);
  }
}
