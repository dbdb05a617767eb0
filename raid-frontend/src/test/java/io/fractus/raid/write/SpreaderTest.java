// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripes that no node takes, though the tracker had named some. */
class SpreaderTest {
  private static final PeerAddress SELF = new PeerAddress("127.0.0.1", 7_001);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path staged;
  private final Random random = new Random(9);
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T03:00:00Z"));

  /** Whether nothing can be placed any more once a stripe was. */
  private boolean fillsUp;

  private ScriptedTracker tracker;
  private Contacts contacts;
  private TorrentEngine gateway;
  private Spreader spreader;

  @BeforeEach
  void open() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    gateway = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    StagingArea staging = StagingArea.open(staged, 1 << 30, List.of());
    CopyProbe probe = new CopyProbe(staging, tracker.client, contacts, now::get, random);
    spreader = new Spreader(staging, gateway, tracker.client, SELF, probe, TIMEOUT, this::later);
  }

  @AfterEach
  void close() {
    gateway.close();
    contacts.close();
    tracker.close();
  }

  /** Each look at the clock is three seconds after the one before. */
  private Instant later() {
    tracker.full |= fillsUp;
    return now.updateAndGet(before -> before.plusSeconds(3));
  }

  private StoreException spread() throws IOException {
    byte[] plain = new byte[100_000];
    StoredStripe stripe =
        TestStripes.write(Layout.parse("raid0:1"), staged, DataKey.random(random), plain, random);
    return catchThrowableOfType(StoreException.class, () -> spreader.spread(stripe, () -> false));
  }

  @Test
  void spread_nobodyTakesIt_timesOut() throws IOException {
    StoreException failed = spread();

    assertThat(failed.code()).isEqualTo(Code.PLACEMENT_TIMEOUT);
    assertThat(failed).hasMessageContaining("1 of 1 bits").hasMessageContaining("30 s");
    assertThat(tracker.placed).hasSizeGreaterThan(2);
  }

  /** Who puts into a cloud that is full by what its nodes say is told that it is full. */
  @Test
  void spread_nodesRefuseAndThereAreNoOthers_saysWhatIsMissing() throws IOException {
    fillsUp = true;

    StoreException failed = spread();

    assertThat(failed.code()).isEqualTo(Code.NO_SPACE);
    assertThat(failed).hasMessageContaining("1 of 1 bits").hasMessageContaining("said by a test");
  }
}
