// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.torrents.BitMetainfo;
import io.fractus.tracker.AuditLimits;
import io.fractus.tracker.probe.AuditChoice.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditChoiceTest {
  private static final int TIMES = 40_000;

  private final Random random = new Random(11);
  private final AuditChoice choice = new AuditChoice(random);

  private double share(List<Candidate> all, long first) {
    int hits = 0;
    for (int i = 0; i < TIMES; i++) {
      List<Candidate> drawn = new ArrayList<>();
      int draws = choice.draws();
      for (int j = 0; j < draws; j++) {
        drawn.add(all.get(random.nextInt(all.size())));
      }
      hits += choice.pick(drawn).bit() < first ? 1 : 0;
    }
    return hits / (double) TIMES;
  }

  private static List<Candidate> copies(int hidden, long hiddenAudited, boolean othersAlone) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      boolean isHidden = i < hidden;
      all.add(new Candidate(i, isHidden ? hiddenAudited : 5, !isHidden && othersAlone));
    }
    return all;
  }

  @Test
  void pick_hiddenCopiesThatLookLikeAll_areHitByTheirShare() {
    assertThat(share(copies(20, 5, false), 20)).isCloseTo(0.2, within(0.01));
  }

  @Test
  void pick_hiddenCopiesThatWePreferLeast_areHitByHalfTheirShare() {
    // Every second audit is of any copy, and of four drawn, all are hidden in one of 625.
    assertThat(share(copies(20, 9, true), 20)).isCloseTo(0.1 + 0.0016 / 2, within(0.01));
  }

  @Test
  void pick_copiesThatWereNotAudited_areHitMoreOften() {
    // Half of the audits see four, and one of them is among the 20 with 1 - 0.8^4.
    assertThat(share(copies(20, 0, false), 20)).isCloseTo(0.1 + 0.5904 / 2, within(0.01));
  }

  @Test
  void ask_oneInEight_isLongAndWithinTheBit() {
    BitMetainfo bit = TestBit.random(1, 4 << 20, "cloud").metainfo();
    int many = 0;
    for (int i = 0; i < TIMES / 10; i++) {
      Question question = choice.ask(bit, false);
      assertThat(question.bytes()).isLessThanOrEqualTo(AuditLimits.AUDIT_LONG_BYTES);
      many += question.count() > 1 ? 1 : 0;
    }
    assertThat(many / (TIMES / 10.0)).isCloseTo(1.0 / AuditLimits.AUDIT_LONG_ONE_IN, within(0.03));
  }
}
