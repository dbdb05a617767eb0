// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.BitMetainfo;
import org.junit.jupiter.api.Test;

class StallsTest {
  private static final BitMetainfo BIT = TestBit.random(1, 256 << 10, "cloud").metainfo();
  private static final Question HIDDEN = Question.of(BIT, 0);
  private static final Question OTHER = Question.of(BIT, 1);

  private final Stalls stalls = new Stalls();

  @Test
  void stalled_threeTimesWithAnswersBetween_isOnceTooOften() {
    assertThat(stalls.stalled(1, HIDDEN)).isFalse();
    assertThat(stalls.due(1)).isEmpty();
    stalls.answered(1, OTHER, false);
    assertThat(stalls.due(1)).contains(HIDDEN);
    assertThat(stalls.stalled(1, HIDDEN)).isFalse();
    stalls.answered(1, OTHER, false);

    assertThat(stalls.stalled(1, HIDDEN)).isTrue();
    assertThat(stalls.due(1)).isEmpty();
  }

  @Test
  void stalled_withoutAnyAnswer_proveNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(stalls.stalled(1, i % 3 == 0 ? OTHER : HIDDEN)).isFalse();
    }
  }

  @Test
  void answered_theOpenQuestion_closesIt() {
    stalls.stalled(1, HIDDEN);
    stalls.answered(1, OTHER, false);
    stalls.stalled(1, HIDDEN);
    stalls.answered(1, OTHER, false);
    stalls.answered(1, HIDDEN, false);

    assertThat(stalls.due(1)).isEmpty();
    assertThat(stalls.stalled(1, HIDDEN)).isFalse();
  }

  /** A slow node with a queue answers nobody in time; without one it is slow, and still honest. */
  @Test
  void stalled_bySlowNodesWithAnswersBetween_provesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(stalls.stalled(1, HIDDEN)).as("time %d", i).isFalse();
      stalls.answered(1, OTHER, true);
      assertThat(stalls.due(1)).contains(HIDDEN);
      // Fast again, but a while after: that says nothing of the time when it was silent.
      stalls.answered(1, OTHER, false);
    }
  }

  /** Of a line that is full now and then: others are left open then as well. */
  @Test
  void stalled_likeTheNextOne_provesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(stalls.stalled(1, HIDDEN)).as("time %d", i).isFalse();
      assertThat(stalls.stalled(1, OTHER)).isFalse();
      stalls.answered(1, OTHER, false);
      assertThat(stalls.due(1)).contains(HIDDEN);
    }
  }
}
