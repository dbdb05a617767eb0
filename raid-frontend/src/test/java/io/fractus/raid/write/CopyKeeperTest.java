// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staged bits of a real staging area, with real engines as nodes. */
class CopyKeeperTest {
  private static final PeerAddress SELF = new PeerAddress("127.0.0.1", 7_001);
  private static final int HANDSHAKE_BYTES = 68;

  @TempDir Path directory;
  @TempDir Path staged;
  @TempDir Path held;
  private final Random random = new Random(5);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T10:00:00Z"));
  private ScriptedTracker tracker;
  private Contacts contacts;
  private TorrentEngine gateway;
  private TorrentEngine first;
  private TorrentEngine second;
  private Catalog catalog;
  private StagingArea staging;
  private CopyKeeper keeper;

  @BeforeEach
  void open() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    gateway = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    first = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    second = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("bkt", now.get());
    staging = StagingArea.open(staged, 1 << 30, List.of());
    CopyProbe probe = new CopyProbe(staging, tracker.client, contacts, now::get, random);
    Spreader spreader =
        new Spreader(
            staging, gateway, tracker.client, SELF, probe, Duration.ofSeconds(30), now::get);
    Unstaging unstaging = new Unstaging(staging, gateway);
    keeper =
        new CopyKeeper(
            catalog, tracker.client, sources -> {}, spreader, probe, unstaging::remove, now::get);
  }

  @AfterEach
  void close() {
    catalog.close();
    second.close();
    first.close();
    gateway.close();
    contacts.close();
    tracker.close();
  }

  @Test
  void pass_aCopyIsOnlySaidToBeComplete_keepsTheBitUntilItIsSeen() throws IOException {
    StoredStripe stripe = upload("00", "raid1:1x2");
    commit("00");
    StoredBit bit = stripe.bits().getFirst();
    serve(first, bit);
    tracker.copies.put(bit.infoHash(), List.of(copy("a", first), copy("b", second)));

    assertThat(keeper.pass()).isFalse();

    assertThat(catalog.stagedBits()).hasSize(1);
    assertThat(tracker.reports).extracting(Report::kind).containsExactly(Kind.MISSING);

    serve(second, bit);
    now.set(now.get().plus(WriteLimits.REPLACE_AFTER));
    assertThat(keeper.pass()).isTrue();
    assertThat(catalog.stagedBits()).isEmpty();
    assertThat(staged.resolve(bit.metainfo().name())).doesNotExist();
  }

  /** Who is killed hangs up as one does that has not the bit. */
  @Test
  void pass_aNodeIsKilledAsItIsAsked_isReportedAsUnreachable() throws IOException {
    StoredBit bit = upload("00", "raid0:1").bits().getFirst();
    commit("00");
    try (ServerSocket node = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> endAsItIsAsked(node));
      PeerAddress peer = new PeerAddress("127.0.0.1", node.getLocalPort());
      Copy copy = new Copy("a", "a", "site", peer, CopyState.COMPLETE, true);
      tracker.copies.put(bit.infoHash(), List.of(copy));

      assertThat(keeper.pass()).isFalse();
    }

    assertThat(tracker.reports).extracting(Report::kind).containsExactly(Kind.UNREACHABLE);
  }

  @Test
  void pass_theStagedFileIsWrong_believesTheHashOfTheCopy() throws IOException {
    StoredStripe stripe = upload("00", "raid0:1");
    commit("00");
    StoredBit bit = stripe.bits().getFirst();
    serve(first, bit);
    tracker.copies.put(bit.infoHash(), List.of(copy("a", first)));
    Files.write(staged.resolve(bit.metainfo().name()), new byte[(int) bit.metainfo().length()]);

    assertThat(keeper.pass()).isTrue();

    assertThat(tracker.reports).isEmpty();
    assertThat(catalog.stagedBits()).isEmpty();
  }

  @Test
  void pass_aStripeThatCannotBePlaced_doesNotKeepTheOthers() throws IOException {
    StoredStripe wanting = upload("00", "raid0:1");
    commit("00");
    tracker.unplaceable.add(wanting.bits().getFirst().infoHash());
    StoredBit standing = upload("01", "raid0:1").bits().getFirst();
    commit("01");
    serve(first, standing);
    tracker.copies.put(standing.infoHash(), List.of(copy("a", first)));

    assertThat(keeper.pass()).isTrue();

    assertThat(catalog.stagedBits())
        .extracting(StoredBit::infoHash)
        .containsExactly(wanting.bits().getFirst().infoHash());
  }

  @Test
  void pass_firstAfterAStart_placesAtOnceAndNamesItself() throws IOException {
    upload("00", "raid0:1");
    commit("00");
    keeper.pass();
    assertThat(tracker.placed).hasSize(1);
    assertThat(tracker.placed.getFirst().source()).isEqualTo(SELF);

    keeper.pass();
    assertThat(tracker.placed).hasSize(1);
    now.set(now.get().plus(WriteLimits.REPLACE_AFTER));
    keeper.pass();
    assertThat(tracker.placed).hasSize(2);
  }

  @Test
  void pass_uploadStillRunning_letsItsBitsGo() throws IOException {
    StoredBit bit = upload("00", "raid0:1").bits().getFirst();
    serve(first, bit);
    tracker.copies.put(bit.infoHash(), List.of(copy("a", first)));

    assertThat(keeper.pass()).isTrue();

    assertThat(catalog.stagedBits()).isEmpty();
    commit("00");
    assertThat(catalog.stripes("00", 0, 1, 1)).hasSize(1);
  }

  private StoredStripe upload(String objectId, String layout) throws IOException {
    byte[] plain = new byte[200_000];
    random.nextBytes(plain);
    StoredStripe made =
        TestStripes.write(Layout.parse(layout), staged, DataKey.random(random), plain, random);
    StoredStripe stripe =
        new StoredStripe(objectId, 0, 0, made.plainLength(), made.layout(), made.bits());
    catalog.begin(objectId, new ObjectKey("bkt", objectId), now.get());
    catalog.addStripe(stripe);
    staging.reserve(
        stripe.bits().stream().mapToLong(bit -> bit.metainfo().length()).sum(), Duration.ZERO);
    return stripe;
  }

  private void commit(String objectId) {
    ObjectInfo info =
        new ObjectInfo(
            new ObjectKey("bkt", objectId), 200_000, "etag", now.get(), "t/t", Map.of(), "raid0:1");
    catalog.commit(new StoredObject(objectId, info, new byte[1]), present -> {});
  }

  private void serve(TorrentEngine node, StoredBit bit) throws IOException {
    String name = bit.metainfo().name();
    if (!Files.exists(held.resolve(name))) {
      Files.copy(staged.resolve(name), held.resolve(name));
    }
    node.seed(bit.metainfo(), held, null);
  }

  private static void endAsItIsAsked(ServerSocket node) {
    try (Socket asking = node.accept()) {
      asking.getInputStream().readNBytes(HANDSHAKE_BYTES);
      node.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Copy copy(String node, TorrentEngine engine) {
    return new Copy(
        node, node, "site", new PeerAddress("127.0.0.1", engine.port()), CopyState.COMPLETE, true);
  }
}
