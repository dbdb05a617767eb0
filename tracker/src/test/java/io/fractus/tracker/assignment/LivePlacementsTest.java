// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePlacementsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LivePlacements live = new LivePlacements(() -> now);

  private static InfoHash bit(int number) {
    return InfoHash.ofInfo(new byte[] {(byte) (number >> 16), (byte) (number >> 8), (byte) number});
  }

  @Test
  void closed_allBits_isForgotten() {
    live.open("l", List.of(bit(1), bit(2)));

    live.closed(bit(1));
    assertThat(live.of(bit(1))).isPresent();
    live.closed(bit(2));

    assertThat(live.of(bit(1))).isEmpty();
  }

  @Test
  void of_afterItsTime_isForgotten() {
    live.open("l", List.of(bit(1)));
    now = now.plus(Limits.LIVE_PLACEMENT_AGE_MAX);

    assertThat(live.of(bit(1))).isEmpty();
  }

  @Test
  void open_again_remembersWhatFailed() {
    live.open("l", List.of(bit(1), bit(2)));
    live.avoid(live.of(bit(1)).orElseThrow(), 7);

    live.open("l", List.of(bit(1), bit(2)));

    assertThat(live.avoided(bit(2))).containsExactly(7L);
  }

  @Test
  void open_tooMany_theOldestIsForgotten() {
    for (int i = 0; i <= Limits.LIVE_PLACEMENTS_MAX; i++) {
      live.open("l", List.of(bit(i)));
    }

    assertThat(live.of(bit(0))).isEmpty();
    assertThat(live.of(bit(1))).isPresent();
  }
}
