// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was read lately, over the peer wire from a real engine, and then from memory. */
class KeptReadTest {
  private static final long SEED = 11;
  private static final Layout LAYOUT = Layout.parse("raid6:4+2");
  private static final int LENGTH = 900_000;

  @TempDir Path seeds;
  @TempDir Path otherSeeds;
  @TempDir Path empty;
  private final Random random = new Random(SEED);
  private final DataKey key = DataKey.random(random);
  private final Map<InfoHash, List<Copy>> copies = new HashMap<>();
  private JavaEngine engine;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private Hedging hedging;
  private RecentPieces recent;
  private Readers readers;

  @BeforeEach
  void open() throws IOException {
    engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    hedging = new Hedging(InstantSource.system());
    recent = new RecentPieces(64 << 20);
    readers =
        new Readers(
            StagingArea.open(empty, 0, List.of()),
            stripes -> Map.of(),
            contacts,
            new Shunned(InstantSource.system()),
            hedging,
            new Explorer(contacts, hedging, _ -> {}),
            _ -> {},
            new MemoryBudget(64 << 20),
            recent);
  }

  @AfterEach
  void close() {
    contacts.close();
    tracker.close();
    engine.close();
  }

  @Test
  void fetch_again_asksNobody() throws IOException {
    Stored stored = store();
    assertThat(read(stored, 0, LENGTH)).isEqualTo(stored.plain);
    assertThat(recent.totals().hits()).isZero();

    long sent = engine.traffic().sent();
    stored.stripe.infoHashes().forEach(engine::remove);
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(LENGTH);
      int to = from + 1 + random.nextInt(LENGTH - from);
      byte[] expected = Arrays.copyOfRange(stored.plain, from, to);
      assertThat(read(stored, from, to)).as("seed %d, %d..%d", SEED, from, to).isEqualTo(expected);
      assertThat(readKept(stored, from, to)).isEqualTo(expected);
    }
    assertThat(engine.traffic().sent()).isEqualTo(sent);
    assertThat(recent.totals().hits()).isPositive();
  }

  @Test
  void fetch_anotherObject_isNeverGivenThePiecesOfThisOne() throws IOException {
    Stored one = store();
    Stored other = store(otherSeeds);
    assertThat(read(one, 0, LENGTH)).isEqualTo(one.plain);
    assertThat(KeptRange.find(List.of(other.stripe), recent, 0, LENGTH).windows()).isEmpty();
    assertThat(read(other, 0, LENGTH)).isEqualTo(other.plain);
    assertThat(read(one, 0, LENGTH)).isEqualTo(one.plain);
  }

  @Test
  void fetch_partIsHere_asksForTheRestOnly() throws IOException {
    Stored stored = store();
    read(stored, 0, FrameCipher.PLAIN);
    long wanted = hedging.budget().totals().usefulBytes();
    assertThat(read(stored, 0, 2 * FrameCipher.PLAIN))
        .isEqualTo(Arrays.copyOf(stored.plain, 2 * FrameCipher.PLAIN));
    int piece = stored.stripe.bits().getFirst().metainfo().pieceLength();
    assertThat(hedging.budget().totals().usefulBytes()).isEqualTo(wanted + piece);
  }

  @Test
  void fetch_decodedAroundABitThatIsGone_isKeptAndRight() throws IOException {
    Stored stored = store();
    copies.remove(stored.stripe.bits().get(1).infoHash());
    assertThat(read(stored, 0, LENGTH)).isEqualTo(stored.plain);
    stored.stripe.infoHashes().forEach(engine::remove);
    assertThat(readKept(stored, 0, LENGTH)).isEqualTo(stored.plain);
  }

  @Test
  void fetch_rottenPiece_neverGetsIn() throws IOException {
    Stored stored = store();
    StoredBit rotten = stored.stripe.bits().getFirst();
    try (var file =
        Files.newByteChannel(seeds.resolve(rotten.metainfo().name()), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[1_000]));
    }
    // Nothing else would do: its bytes must not be taken, from wherever they come.
    for (int bit = 3; bit < LAYOUT.bits(); bit++) {
      copies.remove(stored.stripe.bits().get(bit).infoHash());
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> read(stored, 0, LENGTH)).isInstanceOf(StoreException.class);
      assertThat(recent.find(rotten, new Window(0, 0, 0, 1))).isNull();
    }
  }

  private Stored store() throws IOException {
    return store(seeds);
  }

  private Stored store(Path directory) throws IOException {
    byte[] plain = new byte[LENGTH];
    random.nextBytes(plain);
    StoredStripe stripe = TestStripes.write(LAYOUT, directory, key, plain, random);
    PeerAddress peer = new PeerAddress("127.0.0.1", engine.port());
    for (StoredBit bit : stripe.bits()) {
      engine.seed(bit.metainfo(), directory, null);
      String node = "n" + bit.position();
      copies.put(
          bit.infoHash(), List.of(new Copy(node, node, "s", peer, CopyState.COMPLETE, true)));
    }
    return new Stored(stripe, plain);
  }

  private byte[] read(Stored stored, int from, int to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RangeWriter writer = writer(out, from, to);
    try (StripeReader reader = new StripeReader(stored.stripe, "b/k", copies, readers)) {
      for (Window window : reader.plan().windows(from, to)) {
        writer.write(stored.stripe, reader.plan(), window, reader.fetch(window));
      }
    }
    return out.toByteArray();
  }

  private byte[] readKept(Stored stored, int from, int to) throws IOException {
    KeptRange kept = KeptRange.find(List.of(stored.stripe), recent, from, to - from);
    assertThat(kept.covers(from, to - from)).isTrue();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RangeWriter writer = writer(out, from, to);
    for (Fetched each : kept.windows()) {
      writer.write(each.stripe(), each.plan(), each.window(), each.units());
    }
    return out.toByteArray();
  }

  private RangeWriter writer(ByteArrayOutputStream out, int from, int to) {
    return new RangeWriter("b/k", _ -> new FrameCipher(key, TestStripes.objectId()), out, from, to);
  }

  private static final class Stored {
    private final StoredStripe stripe;
    private final byte[] plain;

    Stored(StoredStripe stripe, byte[] plain) {
      this.stripe = stripe;
      this.plain = plain;
    }
  }
}
