// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BString;
import io.fractus.tracker.Limits;
import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SwarmsTest {
  private static final InfoHash BIT = InfoHash.of(new byte[20]);
  private static final BString PEER_ID = BValue.string(new byte[20]);
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8::1");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Swarms swarms = new Swarms(() -> now);

  @Test
  void announced_byBothAddresses_isOnePeerWithBoth() {
    swarms.announced(BIT, 1, PEER_ID, V4, 6_881, true);
    swarms.announced(BIT, 1, PEER_ID, V6, 6_881, true);

    assertThat(swarms.others(BIT, 2))
        .singleElement()
        .satisfies(peer -> {
          assertThat(peer.v4()).isEqualTo(V4);
          assertThat(peer.v6()).isEqualTo(V6);
        });
    assertThat(swarms.counts(BIT)).isEqualTo(new Swarms.Counts(1, 0));
  }

  @Test
  void announced_fromAnotherPort_forgetsTheOldAddresses() {
    swarms.announced(BIT, 1, PEER_ID, V4, 6_881, true);
    swarms.announced(BIT, 1, PEER_ID, V6, 6_882, true);

    assertThat(swarms.others(BIT, 2).getFirst().v4()).isNull();
  }

  @Test
  void others_silentForLong_areGone() {
    swarms.announced(BIT, 1, PEER_ID, V4, 6_881, true);
    now = now.plus(Limits.PEER_TTL);

    assertThat(swarms.others(BIT, 2)).isEmpty();
    assertThat(swarms.counts(BIT)).isEqualTo(new Swarms.Counts(0, 0));
    assertThat(swarms.size()).isOne();
    swarms.expire();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void size_afterLeavingAndRemoving_isExact() {
    InfoHash other = InfoHash.ofInfo(new byte[] {1});
    for (long node = 1; node <= 3; node++) {
      swarms.announced(BIT, node, PEER_ID, V4, 6_881, false);
      swarms.announced(other, node, PEER_ID, V4, 6_881, false);
    }

    swarms.left(BIT, 1);
    swarms.left(BIT, 1);
    swarms.remove(other);

    assertThat(swarms.size()).isEqualTo(2);
  }
}
