// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import org.junit.jupiter.api.Test;

class ProbePaceTest {
  private static final long T = 1_000_000_000;

  private final ProbePace pace = new ProbePace();

  /** How many probes may start at this time, of nodes that each are on a site of their own. */
  private int started(int asked, long now) {
    int started = 0;
    for (int i = 0; i < asked; i++) {
      started += pace.take(i, "site" + i, now) ? 1 : 0;
    }
    return started;
  }

  @Test
  void take_manyNodes_isTheBurstAndThenTheRate() {
    assertThat(started(1_000, T)).isEqualTo(Limits.PROBE_BURST);
    assertThat(started(1_000, T + 19)).isZero();
    assertThat(started(1_000, T + 1_000)).isEqualTo(50);
  }

  @Test
  void take_oneNode_isAFewInARowAndThenOneEveryTenSeconds() {
    for (int i = 0; i < Limits.PROBE_OF_NODE_BURST; i++) {
      assertThat(pace.take(1, "site", T)).isTrue();
    }
    assertThat(pace.take(1, "site", T)).isFalse();
    assertThat(pace.take(1, "site", T + 9_999)).isFalse();
    assertThat(pace.take(1, "site", T + 10_000)).isTrue();
    assertThat(pace.take(1, "site", T + 10_000)).isFalse();
  }

  @Test
  void take_oneSite_isItsBurst() {
    int started = 0;
    for (int node = 0; node < 100; node++) {
      started += pace.take(node, "site", T) ? 1 : 0;
    }
    assertThat(started).isEqualTo(Limits.PROBE_OF_SITE_BURST);
  }

  @Test
  void forget_afterALongTime_changesNothing() {
    for (int i = 0; i < Limits.PROBE_OF_NODE_BURST; i++) {
      pace.take(1, "site", T);
    }
    pace.forget(T + 1_000);
    assertThat(pace.take(1, "site", T + 1_000)).isFalse();

    pace.forget(T + 3_600_000);
    assertThat(pace.take(1, "site", T + 3_600_000)).isTrue();
  }
}
