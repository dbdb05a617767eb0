// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.Patience;
import io.fractus.tracker.repair.NodeWatch.Facts;
import io.fractus.tracker.repair.NodeWatch.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
  private final NodeWatch watch = new NodeWatch(Patience.USUAL);

  private static Facts here(boolean proven) {
    return new Facts(1, "a", NodeClass.LAB, true, Duration.ZERO, Duration.ZERO, proven, false);
  }

  private static Facts away(NodeClass kind, int hours, int watched) {
    return new Facts(
        1, "a", kind, false, Duration.ofHours(hours), Duration.ofHours(watched), false, false);
  }

  private State look(Facts facts) {
    watch.look(List.of(facts));
    return watch.state(1);
  }

  @Test
  void look_labOverAWeekend_isAwayAndLostAfterwards() {
    assertThat(look(here(false))).isEqualTo(State.HERE);
    assertThat(look(away(NodeClass.LAB, 64, 64))).isEqualTo(State.AWAY);
    assertThat(look(away(NodeClass.LAB, 71, 71))).isEqualTo(State.AWAY);
    assertThat(look(away(NodeClass.LAB, 72, 72))).isEqualTo(State.LEFT);
  }

  @Test
  void look_serverOverADay_isLost() {
    assertThat(look(away(NodeClass.SERVER, 23, 23))).isEqualTo(State.AWAY);
    assertThat(look(away(NodeClass.SERVER, 24, 24))).isEqualTo(State.LEFT);
  }

  @Test
  void look_trackerWasAway_nobodyIsGivenUpBeforeItLooked() {
    assertThat(look(away(NodeClass.SERVER, 400, 0))).isEqualTo(State.AWAY);
    assertThat(look(away(NodeClass.SERVER, 401, 1))).isEqualTo(State.LEFT);
  }

  @Test
  void look_lostNodeComesBack_countsWhenItServes() {
    look(away(NodeClass.LAB, 80, 80));
    assertThat(look(here(false))).isEqualTo(State.LEFT);
    assertThat(watch.look(List.of(here(true))))
        .extracting(NodeWatch.Change::after)
        .containsExactly(State.HERE);
  }

  @Test
  void look_liar_countsForNothingThoughItServes() {
    look(here(true));
    Facts liar = new Facts(1, "a", NodeClass.LAB, true, Duration.ZERO, Duration.ZERO, true, true);
    assertThat(look(liar)).isEqualTo(State.GONE);
    assertThat(look(here(true))).isEqualTo(State.HERE);
  }

  @Test
  void lost_wasDeclaredOrIsResumed_staysSoUntilItServes() {
    watch.lost(1, true);
    assertThat(look(away(NodeClass.LAB, 0, 0))).isEqualTo(State.GONE);
    assertThat(look(here(true))).isEqualTo(State.HERE);
  }

  @Test
  void look_nodeIsNoMemberAnyMore_isForgotten() {
    watch.lost(1, true);
    watch.look(List.of());
    assertThat(watch.state(1)).isEqualTo(State.AWAY);
  }
}
