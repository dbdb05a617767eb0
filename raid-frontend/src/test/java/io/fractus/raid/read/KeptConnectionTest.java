// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads one after the other, of one real engine behind a proxy that counts connections. */
class KeptConnectionTest {
  private static final int LENGTH = 600_000;
  private static final int RANGE = 1_000;

  @TempDir Path seeds;
  @TempDir Path empty;
  private final Random random = new Random(17);
  private final DataKey key = DataKey.random(random);
  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final byte[] plain = new byte[LENGTH];
  private JavaEngine engine;
  private SlowingProxy proxy;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private Readers readers;
  private StoredStripe stripe;

  @BeforeEach
  void open() throws IOException {
    engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    proxy = new SlowingProxy(engine.port(), Long.MAX_VALUE / 2);
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
            new Explorer(contacts, hedging, reports::add),
            reports::add,
            new MemoryBudget(0));
    random.nextBytes(plain);
    stripe = TestStripes.write(Layout.parse("raid0:1"), seeds, key, plain, random);
    engine.seed(stripe.bits().getFirst().metainfo(), seeds, null);
  }

  @AfterEach
  void close() throws IOException {
    contacts.close();
    tracker.close();
    proxy.close();
    engine.close();
  }

  @Test
  void read_rangeByRange_usesOneConnection() throws IOException {
    for (int from = 0; from < LENGTH - RANGE; from += LENGTH / 10) {
      read(from, false);
      assertThat(contacts.keptCount()).isOne();
    }
    assertThat(proxy.connections()).isOne();
    assertThat(reports).extracting(Report::kind).containsOnly(Kind.SERVED);
  }

  @Test
  void read_afterTheNodeHungUp_connectsAnewAndBlamesNobody() throws IOException {
    read(0, false);
    proxy.hangUp();
    read(LENGTH / 2, false);
    assertThat(proxy.connections()).isEqualTo(2);
    assertThat(reports).extracting(Report::kind).containsExactly(Kind.SERVED, Kind.SERVED);
  }

  @Test
  void read_afterTheNodeLostTheBit_isReportedAsEver() throws IOException {
    read(0, false);
    engine.remove(stripe.bits().getFirst().infoHash());
    proxy.hangUp();
    assertThat(fails(0)).isTrue();
    assertThat(reports).extracting(Report::kind).containsExactly(Kind.SERVED, Kind.MISSING);
    assertThat(contacts.keptCount()).isZero();
  }

  @Test
  void read_whileTheNodeHangsUp_isReportedAsMissing() throws Exception {
    endAmidARead(SlowingProxy::hangUp);

    assertThat(reports).extracting(Report::kind).containsExactly(Kind.MISSING);
  }

  /** Who is killed hangs up as well: that is no word of what it has. */
  @Test
  void read_whileTheNodeGoes_isReportedAsUnreachable() throws Exception {
    endAmidARead(SlowingProxy::close);

    assertThat(reports).extracting(Report::kind).containsExactly(Kind.UNREACHABLE);
  }

  @Test
  void read_ofAStockClient_keepsNothing() throws IOException {
    read(0, true);
    assertThat(contacts.keptCount()).isZero();
  }

  @FunctionalInterface
  private interface End {
    void of(SlowingProxy node) throws IOException;
  }

  private void endAmidARead(End end) throws Exception {
    proxy.close();
    proxy = new SlowingProxy(engine.port(), 4 << 10);
    Thread ending =
        Thread.startVirtualThread(() -> {
          for (int i = 0; i < 1_000 && !proxy.isSlow(); i++) {
            LockSupport.parkNanos(10_000_000);
          }
          try {
            end.of(proxy);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(fails(0)).isTrue();
    ending.join();
  }

  private boolean fails(int from) throws IOException {
    try {
      read(from, false);
      return false;
    } catch (StoreException _) {
      return true;
    }
  }

  private void read(int from, boolean isStock) throws IOException {
    PeerAddress peer = new PeerAddress("127.0.0.1", proxy.port());
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    for (StoredBit bit : stripe.bits()) {
      Copy copy = new Copy("n", "n", "site", peer, CopyState.COMPLETE, true, isStock, false);
      copies.put(bit.infoHash(), List.of(copy));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RangeWriter writer =
        new RangeWriter(
            "b/k", _ -> new FrameCipher(key, TestStripes.objectId()), out, from, from + RANGE);
    try (StripeReader reader = new StripeReader(stripe, "b/k", copies, readers)) {
      for (Window window : reader.plan().windows(from, from + RANGE)) {
        writer.write(stripe, reader.plan(), window, reader.fetch(window));
      }
    }
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(plain, from, from + RANGE));
  }
}
