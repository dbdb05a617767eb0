// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every engine must do. A subclass for each engine runs it. */
public abstract class EngineContract extends SeedingContract {
  /**
   * The contract of one engine.
   *
   * @param engines starts it
   */
  protected EngineContract(Function<EngineConfig, TorrentEngine> engines) {
    super(engines);
  }

  @Test
  void fetch_seededBit_completesOnDiskAndSeedsOn() throws Exception {
    TestBit bit = seeded(1, LENGTH);
    ConcurrentLinkedQueue<Long> progress = new ConcurrentLinkedQueue<>();

    Fetch fetch = leecher.fetch(request(bit, seeder.port(), LONG), progress::add);
    finish(fetch);

    assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    assertThat(List.copyOf(progress))
        .hasSize(bit.metainfo().pieceCount())
        .isSorted()
        .contains((long) LENGTH);
    assertThat(leecher.list()).filteredOn(TorrentStatus::bit, bit.infoHash()).hasSize(1);
    // The third engine gets it from the second: whoever has fetched serves.
    assertThat(seeder.remove(bit.infoHash())).isTrue();
    try (TorrentEngine third = start()) {
      Path directory = Files.createDirectory(fetched.resolve("third"));
      FetchRequest again =
          new FetchRequest(bit.metainfo(), directory, peer(leecher.port()), LONG, null);
      finish(third.fetch(again, _ -> {}));
      assertThat(directory.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    }
  }

  @Test
  void fetch_oddLength_completes() throws Exception {
    TestBit bit = seeded(2, 3 * (64 << 10) + 17);

    finish(leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}));

    assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
  }

  @Test
  void fetch_completeFileAlreadyThere_completesWithoutPeers() throws Exception {
    TestBit bit = TestBit.random(3, LENGTH);
    bit.writeTo(fetched);

    finish(leecher.fetch(request(bit, deadPort(), LONG), _ -> {}));

    assertThat(status(leecher, bit).seeding()).isTrue();
  }

  @Test
  void fetch_partOfTheFileThere_fetchesOnlyTheRest() throws Exception {
    TestBit bit = seeded(17, LENGTH);
    Path file = bit.writeTo(fetched);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(LENGTH / 2);
    }
    long receivedBefore = leecher.traffic().received();

    finish(leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}));

    assertThat(file).hasBinaryContent(bit.bytes());
    assertThat(leecher.traffic().received() - receivedBefore).isEqualTo(LENGTH / 2);
  }

  @Test
  void fetch_deadPeer_failsAtTheDeadlineAndIsForgotten() {
    TestBit bit = TestBit.random(4, LENGTH);

    Fetch fetch = leecher.fetch(request(bit, deadPort(), Duration.ofMillis(300)), _ -> {});

    assertThat(failure(fetch)).isEqualTo(Kind.DEADLINE);
    assertThat(leecher.list()).extracting(TorrentStatus::bit).doesNotContain(bit.infoHash());
    assertThat(leecher.remove(bit.infoHash())).isFalse();
  }

  @Test
  void fetch_corruptSeed_neverCompletes() throws Exception {
    TestBit bit = TestBit.random(5, LENGTH);
    bit.writeTo(seeds);
    bit.corruptIn(seeds, 100_000);
    seeder.seed(bit.metainfo(), seeds, null);

    Fetch fetch = leecher.fetch(request(bit, seeder.port(), Duration.ofSeconds(2)), _ -> {});

    assertThat(failure(fetch)).isEqualTo(Kind.DEADLINE);
  }

  @Test
  void fetch_cancelled_failsAndMayBeStartedAgain() throws Exception {
    TestBit bit = seeded(6, LENGTH);
    Fetch fetch = leecher.fetch(request(bit, deadPort(), LONG), _ -> {});

    fetch.cancel();
    fetch.cancel();

    assertThat(failure(fetch)).isEqualTo(Kind.CANCELLED);
    finish(leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}));
  }

  @Test
  void fetch_manyAtOnce_allComplete() throws Exception {
    List<TestBit> bits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      bits.add(seeded(200 + i, LENGTH));
    }
    long receivedBefore = leecher.traffic().received();

    List<Fetch> fetches =
        bits.stream()
            .map(bit -> leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}))
            .toList();
    for (Fetch fetch : fetches) {
      finish(fetch);
    }

    for (TestBit bit : bits) {
      assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    }
    // Nothing was taken for another's, and fetched again.
    assertThat(leecher.traffic().received() - receivedBefore).isEqualTo(16L * LENGTH);
  }

  @Test
  void fetch_connectionsBreak_completesOverTheNext() throws Exception {
    TestBit bit = seeded(19, LENGTH);
    try (BreakingProxy proxy = new BreakingProxy(seeder.port(), 3, LENGTH / 5)) {
      finish(leecher.fetch(request(bit, proxy.port(), LONG), _ -> {}));

      assertThat(proxy.toBreak()).isNegative();
    }
    assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
  }

  @Test
  void fetch_twice_isADuplicate() throws IOException {
    TestBit bit = TestBit.random(7, LENGTH);
    Fetch fetch = leecher.fetch(request(bit, deadPort(), LONG), _ -> {});

    assertThatThrownBy(() -> leecher.fetch(request(bit, deadPort(), LONG), _ -> {}))
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.DUPLICATE));
    // Not where the fetch writes: it would find its file whole, and have nothing left to fetch.
    bit.writeTo(seeds);
    assertThatThrownBy(() -> leecher.seed(bit.metainfo(), seeds, null))
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.DUPLICATE));
    assertThat(leecher.remove(bit.infoHash())).isTrue();
    assertThat(failure(fetch)).isEqualTo(Kind.CANCELLED);
  }

  @Test
  void fetch_directoryIsAFile_failsWithDisk() throws Exception {
    TestBit bit = seeded(8, LENGTH);
    Path file = Files.writeString(fetched.resolve("file"), "not a directory");
    FetchRequest request = new FetchRequest(bit.metainfo(), file, peer(seeder.port()), LONG, null);

    Fetch fetch = leecher.fetch(request, _ -> {});

    assertThat(failure(fetch)).isEqualTo(Kind.DISK);
  }

  @Test
  void fetch_peerIsNoAddress_isRefused() {
    TestBit bit = TestBit.random(9, LENGTH);
    FetchRequest request =
        new FetchRequest(
            bit.metainfo(), fetched, List.of(new PeerAddress("no.such.host", 1)), LONG, null);

    assertThatThrownBy(() -> leecher.fetch(request, _ -> {}))
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.REFUSED));
    assertThat(leecher.remove(bit.infoHash())).isFalse();
  }

  @Test
  void close_fetchUnderWay_failsItAndLaterCallsAreRefused() {
    TorrentEngine engine = start();
    TestBit bit = TestBit.random(15, LENGTH);
    Fetch fetch = engine.fetch(request(bit, deadPort(), LONG), _ -> {});

    engine.close();
    engine.close();

    assertThat(failure(fetch)).isEqualTo(Kind.CANCELLED);
    assertThatThrownBy(engine::traffic)
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.CANCELLED));
    assertThat(engine.remove(bit.infoHash())).isFalse();
  }
}
