// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.Limits;
import io.fractus.tracker.history.Attendance.Past;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private static final long T = 1_000_000_000;
  private static final long SERVED = Limits.SERVED_TTL.toMillis();

  private final Attendance attendance = new Attendance();

  @Test
  void channelOpened_untilItIsLost_isHere() {
    assertThat(attendance.channelOpened(T)).isTrue();
    assertThat(attendance.isHere(T + 10 * SERVED)).isTrue();

    Past past = attendance.channelLost(T + 500, Ending.CLOSED);

    assertThat(past).isEqualTo(new Past(T, T + 500, Ending.CLOSED));
    assertThat(attendance.isHere(T + 501)).isFalse();
  }

  @Test
  void unanswered_withAChannel_isHereAndNotReachable() {
    attendance.channelOpened(T);

    assertThat(attendance.unanswered(T + 1)).isNull();

    assertThat(attendance.isHere(T + 2)).isTrue();
    assertThat(attendance.isReachable()).isFalse();
  }

  @Test
  void unanswered_byAnnounceOnly_isNotHereAtOnceAndAnnouncesDoNotHelp() {
    assertThat(attendance.announced(T)).isTrue();

    assertThat(attendance.unanswered(T + 1)).isEqualTo(new Past(T, T + 1, Ending.UNREACHABLE));

    assertThat(attendance.isHere(T + 1)).isFalse();
    assertThat(attendance.announced(T + 2)).isFalse();
    assertThat(attendance.isHere(T + 2)).isFalse();
    assertThat(attendance.answered(T + 3)).isTrue();
    assertThat(attendance.isHere(T + 3)).isTrue();
  }

  @Test
  void answered_withoutAChannel_isHereForAWhile() {
    assertThat(attendance.answered(T)).isTrue();
    assertThat(attendance.answered(T + 1)).isFalse();

    assertThat(attendance.isHere(T + SERVED)).isTrue();
    assertThat(attendance.isHere(T + 1 + SERVED)).isFalse();
    assertThat(attendance.expire(T + 1 + SERVED))
        .isEqualTo(new Past(T, T + 1 + SERVED, Ending.SILENT));
    assertThat(attendance.expire(T + 2 + SERVED)).isNull();
  }

  @Test
  void answeredSomeone_whoIsNotHere_doesNotComeByOldNews() {
    attendance.answeredSomeone(T);

    assertThat(attendance.isHere(T)).isFalse();
    assertThat(attendance.isReachable()).isTrue();
  }

  @Test
  void restart_whoComesBack_wasNeverAway() {
    attendance.channelOpened(T);
    Attendance again = new Attendance(attendance.saved());

    assertThat(again.isHere(T + 1)).isFalse();
    assertThat(again.channelOpened(T + 100)).isFalse();
    assertThat(again.since()).isEqualTo(T);
  }

  @Test
  void restart_whoDoesNotComeBack_wasHereUntilTheTrackerEnded() {
    attendance.channelOpened(T);
    Attendance again = new Attendance(attendance.saved());
    again.wasHere(T + 50);

    assertThat(again.missed()).isEqualTo(new Past(T, T + 50, Ending.UNOBSERVED));
    assertThat(again.missed()).isNull();
  }
}
