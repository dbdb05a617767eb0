// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.node.TestBits;
import io.fractus.torrents.InfoHash;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class DoubtsTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Doubts doubts = new Doubts(nanos::get);
  private final InfoHash bit = TestBits.random(new Random(1), 1_000).metainfo().infoHash();

  @Test
  void due_eachFailure_waitsTwiceAsLongUpToAnHour() {
    assertThat(doubts.add(bit)).isTrue();
    for (long seconds : new long[] {30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600}) {
      nanos.addAndGet(Duration.ofSeconds(seconds).toNanos() - 1);
      assertThat(doubts.due(9)).isEmpty();
      nanos.incrementAndGet();
      assertThat(doubts.due(9)).containsExactly(bit);
      assertThat(doubts.due(0)).isEmpty();
      assertThat(doubts.add(bit)).isFalse();
    }
  }

  @Test
  void remove_readAgain_beginsAnew() {
    doubts.add(bit);
    doubts.add(bit);
    doubts.remove(bit);
    assertThat(doubts.contains(bit)).isFalse();
    assertThat(doubts.add(bit)).isTrue();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(doubts.due(9)).containsExactly(bit);
  }
}
