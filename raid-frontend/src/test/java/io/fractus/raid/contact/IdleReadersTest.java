// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdleReadersTest {
  @TempDir Path seeds;
  private final Random random = new Random(5);
  private final List<PeerReader> made = new ArrayList<>();
  private JavaEngine engine;
  private StoredBit bit;
  private StoredBit other;

  @BeforeEach
  void open() throws IOException {
    engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    DataKey key = DataKey.random(random);
    StoredStripe stripe =
        TestStripes.write(Layout.parse("raid0:2"), seeds, key, new byte[200_000], random);
    bit = stripe.bits().getFirst();
    other = stripe.bits().getLast();
    engine.seed(bit.metainfo(), seeds, null);
    engine.seed(other.metainfo(), seeds, null);
  }

  @AfterEach
  void close() {
    made.forEach(PeerReader::close);
    engine.close();
  }

  @Test
  void take_whatWasGiven_onceAndForItsBitAndNodeOnly() throws PeerException {
    try (IdleReaders idle = new IdleReaders(Duration.ofMinutes(1))) {
      PeerReader reader = reader(bit);
      byte[] piece = reader.readPiece(0);
      idle.give(copy("a"), bit.infoHash(), reader);

      assertThat(idle.take(copy("b"), bit.infoHash())).isNull();
      assertThat(idle.take(copy("a"), other.infoHash())).isNull();
      assertThat(idle.take(copy("a"), bit.infoHash())).isSameAs(reader);
      assertThat(reader.readPiece(0)).isEqualTo(piece);
      assertThat(idle.take(copy("a"), bit.infoHash())).isNull();
      assertThat(idle.count()).isZero();
    }
  }

  @Test
  void give_moreThanOfOneNode_endsItsOldest() throws PeerException {
    try (IdleReaders idle = new IdleReaders(Duration.ofMinutes(1))) {
      PeerReader oldest = reader(other);
      PeerReader apart = reader(bit);
      idle.give(copy("b"), bit.infoHash(), apart);
      idle.give(copy("a"), other.infoHash(), oldest);
      for (int i = 0; i < ContactLimits.IDLE_PER_NODE; i++) {
        idle.give(copy("a"), bit.infoHash(), reader(bit));
      }
      assertThat(idle.count()).isEqualTo(ContactLimits.IDLE_PER_NODE + 1);
      assertThat(idle.take(copy("a"), other.infoHash())).isNull();
      assertEnded(oldest);
      assertThat(idle.take(copy("b"), bit.infoHash())).isSameAs(apart);
    }
  }

  @Test
  void give_moreThanOfAll_endsTheOldest() throws PeerException {
    try (IdleReaders idle = new IdleReaders(Duration.ofMinutes(1))) {
      PeerReader oldest = reader(bit);
      idle.give(copy("oldest"), bit.infoHash(), oldest);
      for (int i = 0; i < ContactLimits.IDLE_MAX; i++) {
        idle.give(copy("node-" + i), bit.infoHash(), reader(bit));
      }
      assertThat(idle.count()).isEqualTo(ContactLimits.IDLE_MAX);
      assertEnded(oldest);
    }
  }

  @Test
  void give_nobodyTakesIt_isEndedAfterAWhile() throws PeerException {
    try (IdleReaders idle = new IdleReaders(Duration.ofMillis(200))) {
      for (int round = 0; round < 2; round++) {
        PeerReader reader = reader(bit);
        idle.give(copy("a"), bit.infoHash(), reader);
        for (int i = 0; i < 3_000 && idle.count() > 0; i++) {
          LockSupport.parkNanos(10_000_000);
        }
        assertThat(idle.count()).isZero();
        assertEnded(reader);
      }
    }
  }

  @Test
  void close_endsAllAndKeepsNoMore() throws PeerException {
    IdleReaders idle = new IdleReaders(Duration.ofMinutes(1));
    PeerReader before = reader(bit);
    idle.give(copy("a"), bit.infoHash(), before);
    idle.close();
    PeerReader after = reader(bit);
    idle.give(copy("a"), bit.infoHash(), after);
    assertThat(idle.count()).isZero();
    assertEnded(before);
    assertEnded(after);
  }

  /** It is ended on another thread at times, a moment after it is gone from there. */
  private static void assertEnded(PeerReader reader) {
    for (int i = 0; i < 300 && isOpen(reader); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThatThrownBy(() -> reader.readPiece(0)).isInstanceOf(PeerException.class);
  }

  private static boolean isOpen(PeerReader reader) {
    try {
      reader.readPiece(0);
      return true;
    } catch (PeerException _) {
      return false;
    }
  }

  private PeerReader reader(StoredBit of) throws PeerException {
    PeerReader reader = PeerReader.connect(peer(), of.metainfo(), WireTimeouts.DEFAULT);
    made.add(reader);
    return reader;
  }

  private Copy copy(String node) {
    return new Copy(node, node, "site", peer(), CopyState.COMPLETE, true);
  }

  private PeerAddress peer() {
    return new PeerAddress("127.0.0.1", engine.port());
  }
}
