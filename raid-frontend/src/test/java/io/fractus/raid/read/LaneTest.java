// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the bytes that a real engine sends, by a clock that is set by hand. */
class LaneTest {
  private static final Duration TYPICAL = Duration.ofMillis(100);
  private static final int PIECES = 16;

  @TempDir Path seeds;
  @TempDir Path empty;
  private final Random random = new Random(7);
  private Instant now = Instant.EPOCH;
  private final Hedging hedging = new Hedging(() -> now);
  private JavaEngine engine;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private BitSource source;
  private Copy copy;
  private PeerReader reader;
  private Window window;

  @BeforeEach
  void open() throws IOException, PeerException {
    engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    byte[] plain = new byte[1_000_000];
    random.nextBytes(plain);
    DataKey key = DataKey.random(random);
    StoredBit bit =
        TestStripes.write(Layout.parse("raid0:1"), seeds, key, plain, random).bits().getFirst();
    engine.seed(bit.metainfo(), seeds, null);
    assertThat(bit.metainfo().pieceCount()).isEqualTo(PIECES);
    window = new Window(0, 0, 0, PIECES);
    PeerAddress peer = new PeerAddress("127.0.0.1", engine.port());
    copy = new Copy("n", "n", "site", peer, CopyState.COMPLETE, true);
    source = new BitSource(bit, List.of(copy), readers());
    reader = contacts.read(copy, bit.metainfo());
    for (int i = 0; i < 50; i++) {
      // Up to a fifth beside what is typical, of another node.
      double nanos = TYPICAL.toNanos() * (0.8 + 0.4 * random.nextDouble());
      hedging.speeds().took("other", source.length(window), false, (long) nanos);
    }
  }

  private Readers readers() throws IOException {
    return new Readers(
        StagingArea.open(empty, 0, List.of()),
        stripes -> Map.of(),
        contacts,
        new Shunned(InstantSource.system()),
        hedging,
        new Explorer(contacts, hedging, _ -> {}),
        _ -> {},
        new MemoryBudget(0));
  }

  @AfterEach
  void close() {
    reader.close();
    contacts.close();
    tracker.close();
    engine.close();
  }

  private Lane lane() {
    Attempt attempt = new Attempt(source, window, copy, reader, Duration.ZERO, _ -> {}, hedging);
    return new Lane(attempt, source.expected(source.length(window)));
  }

  private void receive(int pieces) throws PeerException {
    reader.readPieces(0, pieces, new byte[source.length(window)], 0);
  }

  private long nanos() {
    return Ticks.of(() -> now);
  }

  private void look(Lane lane) {
    now = now.plusNanos(lane.lookAt() - nanos());
    lane.foresee(nanos());
  }

  @Test
  void isOverdue_ofANodeThoughtSlow_isWhenAllOthersWouldBe() {
    hedging.speeds().judge("n", source.length(window), false, TYPICAL.multipliedBy(20).toNanos());
    Lane lane = lane();
    assertThat(lane.expected()).isGreaterThanOrEqualTo(TYPICAL.multipliedBy(10).toNanos());

    now = now.plus(TYPICAL.multipliedBy(2));
    assertThat(lane.isOverdue(nanos())).isTrue();
    // Its node has been slower than that before: it is not late for its node.
    assertThat(lane.isLate(TYPICAL.multipliedBy(2).toNanos())).isFalse();
    assertThat(lane.isLate(TYPICAL.multipliedBy(40).toNanos())).isTrue();
  }

  @Test
  void isOverdue_ofANodeThatIsAlwaysFaster_isByItsOwnTimes() {
    for (int i = 0; i < 50; i++) {
      double nanos = TYPICAL.toNanos() / 4.0 * (0.8 + 0.4 * random.nextDouble());
      hedging.speeds().took("n", source.length(window), false, (long) nanos);
    }
    Lane lane = lane();
    now = now.plus(TYPICAL.dividedBy(2));
    assertThat(lane.isOverdue(nanos())).isTrue();
    assertThat(lane.isLate(TYPICAL.dividedBy(2).toNanos())).isTrue();
  }

  @Test
  void foresee_onePieceAtTheFirstLook_isOverdueAtOnce() throws PeerException {
    Lane lane = lane();
    receive(1);
    look(lane);
    assertThat(nanos()).isLessThan(TYPICAL.toNanos());
    assertThat(lane.isOverdue(nanos())).isTrue();
    assertThat(lane.left(nanos())).isGreaterThan(TYPICAL.multipliedBy(5).toNanos());
  }

  @Test
  void foresee_halfOfItAtTheFirstLook_isWaitedFor() throws PeerException {
    Lane lane = lane();
    receive(PIECES / 2);
    look(lane);
    assertThat(lane.isOverdue(nanos())).isFalse();
    assertThat(lane.left(nanos())).isLessThan(TYPICAL.toNanos());

    // Nothing more until it is due: then it is as for all.
    lane.sample(nanos());
    look(lane);
    assertThat(lane.isOverdue(nanos())).isTrue();
  }

  @Test
  void foresee_nothingAtTheFirstLook_saysNothing() {
    Lane lane = lane();
    look(lane);
    assertThat(lane.isOverdue(nanos())).isFalse();
    assertThat(lane.left(nanos())).isEqualTo(nanos());
  }

  @Test
  void left_aSourceThatPauses_isWhatItsPaceFromTheBeginningSays() throws PeerException {
    Lane lane = lane();
    receive(1);
    look(lane);
    lane.sample(nanos());
    look(lane);
    // One of sixteen pieces until now: it would be a surprise if the rest came in as long again.
    assertThat(lane.left(nanos())).isGreaterThan(10 * nanos());
  }

  @Test
  void savingMin_ofASourceThatGaveMostOfIt_isMuch() throws PeerException {
    Lane lane = lane();
    assertThat(lane.savingMin()).isZero();
    receive(1);
    assertThat(lane.savingMin()).isZero();
    receive(PIECES / 2);
    assertThat(lane.savingMin()).isGreaterThanOrEqualTo(TYPICAL.dividedBy(2).toNanos());
  }
}
