// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.CallRequest;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stripes that a real engine seeds, read back over the peer wire. */
class ObjectReadTest {
  private static final long SEED = 7;

  @TempDir Path seeds;
  @TempDir Path empty;
  private final Random random = new Random(SEED);
  private final DataKey key = DataKey.random(random);
  private final List<String> reports = new ArrayList<>();
  private TorrentEngine engine;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private Readers readers;

  @BeforeEach
  void open() throws IOException {
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    Hedging hedging = new Hedging(InstantSource.system());
    readers =
        new Readers(
            StagingArea.open(empty, 0, List.of()),
            stripes -> Map.of(),
            contacts,
            new Shunned(InstantSource.system()),
            hedging,
            new Explorer(contacts, hedging, _ -> {}),
            report -> {
              synchronized (reports) {
                reports.add(report.nodeId() + " " + report.kind());
              }
            },
            new MemoryBudget(0));
  }

  @AfterEach
  void close() {
    contacts.close();
    tracker.close();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "raid0:1, 100",
    "raid1:1x2, 70000",
    "raid5:2+1, 200000",
    "raid6:4+2x2, 3000000",
    "rs:10+4, 2000000"
  })
  void fetch_allBitsThere_givesTheBytes(String layout, int length) throws IOException {
    Stored stored = store(layout, length);
    for (int i = 0; i < 20; i++) {
      int from = random.nextInt(length);
      int to = from + 1 + random.nextInt(length - from);
      assertThat(read(stored, stored.copies(), from, to))
          .as("seed %d, bytes %d..%d", SEED, from, to)
          .isEqualTo(Arrays.copyOfRange(stored.plain, from, to));
    }
    assertThat(read(stored, stored.copies(), 0, length)).isEqualTo(stored.plain);
  }

  @Test
  void fetch_asManyBitsGoneAsParity_givesTheBytes() throws IOException {
    Stored stored = store("raid6:4+2", 1_500_000);
    for (int first = 0; first < 6; first++) {
      for (int second = first + 1; second < 6; second++) {
        Map<InfoHash, List<Copy>> copies = stored.copies();
        copies.remove(stored.bit(first).infoHash());
        copies.remove(stored.bit(second).infoHash());
        assertThat(read(stored, copies, 0, stored.plain.length))
            .as("without bits %d and %d", first, second)
            .isEqualTo(stored.plain);
      }
    }
  }

  @Test
  void fetch_oneBitMoreGone_throwsAndNamesTheStripe() throws IOException {
    Stored stored = store("raid5:2+1", 150_000);
    Map<InfoHash, List<Copy>> copies = stored.copies();
    copies.remove(stored.bit(0).infoHash());
    copies.remove(stored.bit(2).infoHash());
    assertThatThrownBy(() -> read(stored, copies, 0, stored.plain.length))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Code.STRIPE_UNAVAILABLE);
              assertThat(e)
                  .hasMessageContaining("stripe 0 of b/k")
                  .hasMessageContaining("2 of its 3");
            });
  }

  @Test
  void fetch_deadAndWrongCopiesFirst_givesTheBytesAndReports() throws IOException {
    Stored stored = store("raid5:2+1", 300_000);
    Path file = seeds.resolve(stored.bit(1).metainfo().name());
    byte[] bytes = Files.readAllBytes(file);
    bytes[1_000] ^= 1;
    Files.write(file, bytes, StandardOpenOption.WRITE);
    Map<InfoHash, List<Copy>> copies = stored.copies();
    InfoHash dead = stored.bit(0).infoHash();
    copies.put(dead, List.of(copy("gone", 1), copy("node", engine.port())));

    assertThat(read(stored, copies, 0, stored.plain.length)).isEqualTo(stored.plain);

    // A libtorrent seed hashes a piece when it is first asked for; finding it wrong, it hangs up.
    assertThat(reports)
        .contains("gone UNREACHABLE", "node SERVED")
        .containsAnyOf("node CORRUPT", "node MISSING");
  }

  @Test
  void fetch_nodeThatIsSilent_isWaitedForOnceAndReportedSlow() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 3; i++) {
        Stored stored = store("raid5:2+1", 300_000);
        Map<InfoHash, List<Copy>> copies = stored.copies();
        copies.put(stored.bit(0).infoHash(), List.of(copy("silent", silent.getLocalPort())));
        assertThat(read(stored, copies, 0, stored.plain.length)).isEqualTo(stored.plain);
      }
    }
    assertThat(reports).containsOnlyOnce("silent SLOW");
  }

  @Test
  void fetch_onlySilentNodesHaveABitThatIsNeeded_asksThemAllTheSame() throws IOException {
    Stored stored = store("raid5:2+1", 300_000);
    Map<InfoHash, List<Copy>> copies = stored.copies();
    copies.put(stored.bit(0).infoHash(), List.of(copy("back", engine.port())));
    copies.remove(stored.bit(2).infoHash());
    readers.shunned().add("back");
    assertThat(read(stored, copies, 0, stored.plain.length)).isEqualTo(stored.plain);
  }

  @Test
  void fetch_aSmallRange_asksForOnePieceOfOneBit() throws IOException {
    Stored stored = store("raid6:4+2", 4_000_000);
    long before = engine.traffic().sent();
    assertThat(read(stored, stored.copies(), 10, 20))
        .isEqualTo(Arrays.copyOfRange(stored.plain, 10, 20));
    assertThat(engine.traffic().sent() - before)
        .isLessThanOrEqualTo(stored.bit(0).metainfo().pieceLength());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fetch_nodesToWhichNobodyCanConnect_areToldToConnect(boolean isKnown) throws IOException {
    Stored stored = store("raid5:2+1", 200_000);
    tracker.caller = new PeerAddress("127.0.0.1", engine.port());
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    for (StoredBit bit : stored.stripe.bits()) {
      // Nobody listens on port 1.
      PeerAddress peer = new PeerAddress("127.0.0.1", 1);
      String node = "node-" + bit.position();
      Copy copy = new Copy(node, node, "s", peer, CopyState.COMPLETE, true, false, isKnown);
      copies.put(bit.infoHash(), List.of(copy));
    }

    assertThat(read(stored, copies, 0, stored.plain.length)).isEqualTo(stored.plain);

    assertThat(tracker.calls).extracting(CallRequest::nodeId).contains("node-0", "node-1");
    assertThat(tracker.calls).extracting(CallRequest::nonce).doesNotHaveDuplicates();
    synchronized (reports) {
      assertThat(reports).contains("node-0 SERVED", "node-1 SERVED");
      assertThat(reports).noneMatch(report -> report.endsWith("UNREACHABLE"));
    }
  }

  private byte[] read(Stored stored, Map<InfoHash, List<Copy>> copies, int from, int to)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RangeWriter writer =
        new RangeWriter("b/k", _ -> new FrameCipher(key, TestStripes.objectId()), out, from, to);
    try (StripeReader reader = new StripeReader(stored.stripe, "b/k", copies, readers)) {
      for (Window window : reader.plan().windows(from, to)) {
        writer.write(stored.stripe, reader.plan(), window, reader.fetch(window));
      }
    }
    return out.toByteArray();
  }

  private Stored store(String layout, int length) throws IOException {
    byte[] plain = new byte[length];
    random.nextBytes(plain);
    StoredStripe stripe = TestStripes.write(Layout.parse(layout), seeds, key, plain, random);
    for (StoredBit bit : stripe.bits()) {
      engine.seed(bit.metainfo(), seeds, null);
    }
    return new Stored(stripe, plain);
  }

  private Copy copy(String node, int port) {
    return new Copy(
        node, node, "site", new PeerAddress("127.0.0.1", port), CopyState.COMPLETE, true);
  }

  private final class Stored {
    private final StoredStripe stripe;
    private final byte[] plain;

    Stored(StoredStripe stripe, byte[] plain) {
      this.stripe = stripe;
      this.plain = plain;
    }

    StoredBit bit(int position) {
      return stripe.bits().get(position);
    }

    Map<InfoHash, List<Copy>> copies() {
      Map<InfoHash, List<Copy>> copies = new HashMap<>();
      stripe
          .infoHashes()
          .forEach(bit -> copies.put(bit, new ArrayList<>(List.of(copy("node", engine.port())))));
      return copies;
    }
  }
}
