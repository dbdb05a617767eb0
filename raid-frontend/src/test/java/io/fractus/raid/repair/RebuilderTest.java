// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.RebuildRequest.Outcome;
import io.fractus.protocol.control.RebuildRequest.Result;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.read.BitRebuilder;
import io.fractus.raid.read.Explorer;
import io.fractus.raid.read.Hedging;
import io.fractus.raid.read.KnownCopies;
import io.fractus.raid.read.Readers;
import io.fractus.raid.read.Shunned;
import io.fractus.raid.read.SourceBook;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.CopyProbe;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.Spreader;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bits without a copy, rebuilt from those that a real engine seeds. */
class RebuilderTest {
  private static final long SEED = 12;
  private static final PeerAddress SELF = new PeerAddress("127.0.0.1", 7_001);

  @TempDir Path directory;
  @TempDir Path staged;
  @TempDir Path held;
  private final Random random = new Random(SEED);
  private final AtomicInteger woken = new AtomicInteger();
  private ScriptedTracker tracker;
  private Contacts contacts;
  private TorrentEngine gateway;
  private TorrentEngine node;
  private Catalog catalog;
  private StagingArea staging;
  private Rebuilder rebuilder;

  @BeforeEach
  void open() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    gateway = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    node = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("bkt", Instant.EPOCH);
    staging = StagingArea.open(staged, 1 << 30, List.of());
    rebuilder = rebuilder(staging);
  }

  private Rebuilder rebuilder(StagingArea area) {
    Clocks clocks = Clocks.system();
    CopyProbe probe = new CopyProbe(area, tracker.client, contacts, clocks.steady(), random);
    Hedging hedging = new Hedging(clocks.steady());
    Readers readers =
        new Readers(
            area,
            new SourceBook(tracker.client, new KnownCopies(clocks.steady()), clocks.steady()),
            contacts,
            new Shunned(clocks.steady()),
            hedging,
            new Explorer(contacts, hedging, _ -> {}),
            report -> {},
            new MemoryBudget(64 << 20));
    return new Rebuilder(
        catalog,
        area,
        new BitRebuilder(readers),
        new Spreader(
            area, gateway, tracker.client, SELF, probe, Duration.ofSeconds(30), clocks.steady()),
        tracker.client,
        SELF,
        woken::incrementAndGet,
        clocks);
  }

  @AfterEach
  void close() {
    catalog.close();
    node.close();
    gateway.close();
    contacts.close();
    tracker.close();
  }

  /** A stripe of an upload whose bits are on the node, all but these. */
  private StoredStripe stripe(String layout, int length, Integer... without) throws IOException {
    byte[] plain = new byte[length];
    random.nextBytes(plain);
    StoredStripe written =
        TestStripes.write(Layout.parse(layout), held, DataKey.random(random), plain, random);
    StoredStripe stripe =
        new StoredStripe(
            written.objectId(),
            written.number(),
            written.plainOffset(),
            written.plainLength(),
            written.layout(),
            written.bits().stream()
                .map(bit -> new StoredBit(bit.position(), bit.metainfo(), bit.copies(), false))
                .toList());
    catalog.begin(
        HexFormat.of().formatHex(TestStripes.objectId()),
        new ObjectKey("bkt", "key"),
        Instant.EPOCH);
    catalog.addStripe(stripe);
    for (StoredBit bit : stripe.bits()) {
      if (!List.of(without).contains(bit.position())) {
        node.seed(bit.metainfo(), held, null);
        tracker.copies.put(
            bit.infoHash(),
            List.of(
                new Copy(
                    "n",
                    "n",
                    "site",
                    new PeerAddress("127.0.0.1", node.port()),
                    CopyState.COMPLETE,
                    true)));
      }
    }
    return stripe;
  }

  private List<InfoHash> stagedNow() {
    return catalog.stagedBits().stream().map(StoredBit::infoHash).toList();
  }

  @ParameterizedTest
  @CsvSource({"raid5:2+1, 70000", "raid6:4+2, 3000000", "rs:10+4, 2000000"})
  void pass_eachBitOfAStripe_isWhatItWas(String layout, int length) throws IOException {
    StoredStripe stripe = stripe(layout, length);
    for (StoredBit bit : stripe.bits()) {
      tracker.copies.remove(bit.infoHash());
      tracker.rebuilds.add(bit.infoHash());

      assertThat(rebuilder.pass()).isTrue();

      assertThat(
              Files.mismatch(
                  staging.file(bit.metainfo().name()), held.resolve(bit.metainfo().name())))
          .as("seed %d, bit %d of %s", SEED, bit.position(), layout)
          .isEqualTo(-1);
      assertThat(stagedNow()).contains(bit.infoHash());
      Outcome outcome = tracker.rebuilt.getLast();
      assertThat(outcome.bit()).isEqualTo(bit.infoHash());
      assertThat(outcome.result()).isEqualTo(Result.REBUILT);
      assertThat(outcome.readBytes())
          .isEqualTo(stripe.layout().dataBits() * bit.metainfo().length());
    }
    assertThat(staging.reservedBytes())
        .isEqualTo(stripe.bits().stream().mapToLong(bit -> bit.metainfo().length()).sum());
    assertThat(tracker.placed).hasSize(stripe.bits().size());
    assertThat(woken.get()).isEqualTo(stripe.bits().size());
  }

  @Test
  void pass_bitOfAnotherGateway_isUnknown() throws IOException {
    stripe("raid5:2+1", 70_000);
    InfoHash strange = InfoHash.of(new byte[20]);
    tracker.rebuilds.add(strange);

    rebuilder.pass();

    assertThat(tracker.rebuilt.getLast().result()).isEqualTo(Result.UNKNOWN);
    assertThat(stagedNow()).isEmpty();
  }

  @Test
  void pass_tooFewOthers_failsAndLeavesNothingBehind() throws IOException {
    StoredStripe stripe = stripe("raid5:2+1", 70_000, 0, 2);
    tracker.rebuilds.add(stripe.bits().getFirst().infoHash());

    rebuilder.pass();

    Outcome outcome = tracker.rebuilt.getLast();
    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.detail()).contains("2 of its 3 bits are missing");
    assertThat(staged).isEmptyDirectory();
    assertThat(staging.reservedBytes()).isZero();
    assertThat(stagedNow()).isEmpty();
  }

  @Test
  void pass_stagingIsFull_failsAndLeavesNothingBehind() throws IOException {
    StoredStripe stripe = stripe("raid5:2+1", 200_000, 0);
    tracker.rebuilds.add(stripe.bits().getFirst().infoHash());

    rebuilder(StagingArea.open(staged, 10_000, List.of())).pass();

    assertThat(tracker.rebuilt.getLast().detail()).contains("staging area");
    assertThat(staged).isEmptyDirectory();
  }

  @Test
  void pass_theCatalogsBitIsAnother_isNotStaged() throws IOException {
    StoredStripe stripe = stripe("raid5:2+1", 70_000);
    // The others are of another stripe in truth: what comes out has no right hash.
    catalog.abandon(stripe.objectId());
    catalog.remains().dismantle(stripe.objectId());
    for (StoredBit bit : stripe.bits()) {
      Files.delete(held.resolve(bit.metainfo().name()));
    }
    StoredStripe other = stripe("raid5:2+1", 70_000);
    catalog.abandon(other.objectId());
    catalog.remains().dismantle(other.objectId());
    catalog.begin(other.objectId(), new ObjectKey("bkt", "key"), Instant.EPOCH);
    catalog.addStripe(
        new StoredStripe(
            other.objectId(),
            0,
            0,
            other.plainLength(),
            other.layout(),
            List.of(stripe.bits().get(0), other.bits().get(1), other.bits().get(2))));
    InfoHash bit = stripe.bits().get(0).infoHash();
    tracker.copies.remove(bit);
    tracker.rebuilds.add(bit);

    rebuilder.pass();

    assertThat(tracker.rebuilt.getLast().result()).isEqualTo(Result.FAILED);
    assertThat(tracker.rebuilt.getLast().detail()).contains("does not have its hash");
    assertThat(staged).isEmptyDirectory();
  }
}
