// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineException.Kind;
import io.fractus.torrents.wire.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine must do with bits that it has: begins to serve them, says what it sends, and
 * lets go of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SeedingContract extends EngineTesting {
  protected static final int LENGTH = 1 << 20;
  protected static final Duration LONG = Duration.ofMinutes(3);

  private final Function<EngineConfig, TorrentEngine> engines;
  protected final TorrentEngine seeder;
  protected final TorrentEngine leecher;

  @TempDir protected Path seeds;
  @TempDir protected Path fetched;

  /**
   * The contract of one engine.
   *
   * @param engines starts it
   */
  protected SeedingContract(Function<EngineConfig, TorrentEngine> engines) {
    this.engines = engines;
    this.seeder = start();
    this.leecher = start();
  }

  protected final TorrentEngine start() {
    return engines.apply(EngineConfig.listening("127.0.0.1", 0));
  }

  @AfterAll
  void stop() {
    seeder.close();
    leecher.close();
  }

  @Test
  void port_ofEach_isItsOwn() {
    assertThat(seeder.port()).isPositive().isNotEqualTo(leecher.port());
  }

  @Test
  void seed_twice_doesNothing() throws Exception {
    TestBit bit = seeded(10, LENGTH);

    seeder.seed(bit.metainfo(), seeds, null);

    assertThat(seeder.list()).filteredOn(TorrentStatus::bit, bit.infoHash()).hasSize(1);
    assertThat(status(seeder, bit).seeding()).isTrue();
  }

  @Test
  void seed_fileMissingOrShort_isRefused() throws Exception {
    TestBit bit = TestBit.random(11, LENGTH);

    assertThatThrownBy(() -> seeder.seed(bit.metainfo(), seeds, null))
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.FILE_MISSING));
    Files.write(seeds.resolve(bit.metainfo().name()), new byte[LENGTH - 1]);
    assertThatThrownBy(() -> seeder.seed(bit.metainfo(), seeds, null))
        .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.FILE_MISSING));
    assertThat(seeder.list()).extracting(TorrentStatus::bit).doesNotContain(bit.infoHash());
  }

  @Test
  void remove_seeded_letsGoAndKeepsTheFile() throws Exception {
    TestBit bit = seeded(12, LENGTH);

    assertThat(seeder.remove(bit.infoHash())).isTrue();
    assertThat(seeder.remove(bit.infoHash())).isFalse();

    assertThat(seeds.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    assertThat(seeder.peers(bit.infoHash())).isEmpty();
    seeder.seed(bit.metainfo(), seeds, null);
  }

  @Test
  void remove_withAPeer_hangsUp() throws Exception {
    TestBit bit = seeded(20, LENGTH);
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), seeder.port())) {
      peer.setSoTimeout(60_000);
      peer.getOutputStream().write(RawPeer.handshake(bit));
      // Its handshake, and that it has something.
      int answer = RawPeer.HANDSHAKE + 5;
      assertThat(peer.getInputStream().readNBytes(answer)).hasSize(answer);

      seeder.remove(bit.infoHash());

      assertThat(isAtItsEnd(peer)).isTrue();
    }
  }

  /** Whether the other end closes, after whatever it says before; it waits for that. */
  private static boolean isAtItsEnd(Socket peer) throws IOException {
    try {
      return peer.getInputStream().readAllBytes().length < LENGTH;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (SocketException _) {
      return true;
    }
  }

  @Test
  void remove_fromManyThreadsDuringFetches_leavesNothing() throws Exception {
    List<TestBit> bits = new ArrayList<>();
    List<Fetch> fetches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TestBit bit = seeded(100 + i, LENGTH);
      bits.add(bit);
      fetches.add(leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}));
    }
    List<Thread> removers = new ArrayList<>();
    for (TestBit bit : bits) {
      for (TorrentEngine engine : List.of(leecher, leecher, seeder)) {
        removers.add(Thread.startVirtualThread(() -> engine.remove(bit.infoHash())));
      }
    }
    for (Thread remover : removers) {
      remover.join(LONG);
    }

    // Each has either won against its removal or lost, but each has an end.
    for (Fetch fetch : fetches) {
      Object end = fetch.done().handle((_, failed) -> failed).get(180, TimeUnit.SECONDS);
      assertThat(end)
          .satisfiesAnyOf(
              won -> assertThat(won).isNull(),
              lost ->
                  assertThat(lost)
                      .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.CANCELLED)));
    }
    for (TestBit bit : bits) {
      assertThat(leecher.list()).extracting(TorrentStatus::bit).doesNotContain(bit.infoHash());
      assertThat(seeder.list()).extracting(TorrentStatus::bit).doesNotContain(bit.infoHash());
    }
  }

  @Test
  void peers_duringAFetch_haveRates() throws Exception {
    TestBit bit = TestBit.random(13, 4 << 20);
    bit.writeTo(seeds);
    // 256 KiB/s: the fetch lasts long enough to be looked at.
    try (TorrentEngine slow = engines.apply(new EngineConfig("127.0.0.1", 0, 256 << 10, 0, 100))) {
      slow.seed(bit.metainfo(), seeds, null);
      Fetch fetch = leecher.fetch(request(bit, slow.port(), LONG), _ -> {});
      @Nullable PeerRate seen = null;
      for (int i = 0; i < 3_000 && seen == null; i++) {
        seen =
            leecher.peers(bit.infoHash()).stream()
                .filter(rate -> rate.downloaded() > 0 && rate.complete())
                .findFirst()
                .orElse(null);
        Thread.sleep(10);
      }
      PeerRate rate = Objects.requireNonNull(seen, "no peer with bytes");
      assertThat(rate.peer()).isEqualTo(new PeerAddress("127.0.0.1", slow.port()));
      assertThat(status(leecher, bit)).isEqualTo(new TorrentStatus(bit.infoHash(), false, 1));
      slow.limitRates(0, 0);
      finish(fetch);
    }
  }

  @Test
  void limitRates_negative_isRefused() {
    assertThatThrownBy(() -> seeder.limitRates(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> seeder.limitRates(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void traffic_afterAFetchAndItsRemoval_hasTheBytesOfTheBit() throws Exception {
    TestBit bit = seeded(14, LENGTH);
    Traffic sentBefore = seeder.traffic();
    Traffic receivedBefore = leecher.traffic();

    finish(leecher.fetch(request(bit, seeder.port(), LONG), _ -> {}));
    leecher.remove(bit.infoHash());
    seeder.remove(bit.infoHash());

    long sent = sent(seeder, sentBefore.sent() + LENGTH);
    assertThat(sent - sentBefore.sent()).isEqualTo(LENGTH);
    assertThat(leecher.traffic().received() - receivedBefore.received()).isEqualTo(LENGTH);
  }

  @Test
  void seed_withAnnounce_tellsTheTracker() throws Exception {
    TestBit bit = TestBit.random(18, LENGTH);
    bit.writeTo(seeds);
    BlockingQueue<String> queries = new LinkedBlockingQueue<>();
    HttpServer tracker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tracker.createContext(
        "/announce",
        exchange -> {
          queries.add(exchange.getRequestURI().getRawQuery());
          byte[] reply = "d8:intervali1800e5:peers0:e".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    tracker.start();
    try {
      String url = "http://127.0.0.1:" + tracker.getAddress().getPort() + "/announce?passkey=k";

      seeder.seed(bit.metainfo(), seeds, url);

      assertThat(queries.poll(60, TimeUnit.SECONDS))
          .startsWith("passkey=k&")
          .contains("&port=" + seeder.port() + "&", "&left=0&", "&event=started");
    } finally {
      seeder.remove(bit.infoHash());
      tracker.stop(0);
    }
  }

  @Test
  void start_portTaken_failsAndNamesThePort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> engines.apply(EngineConfig.listening("127.0.0.1", taken.getLocalPort())))
          .isInstanceOfSatisfying(EngineException.class, e -> is(e, Kind.START))
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
    }
  }

  protected TestBit seeded(long seed, int length) throws IOException {
    TestBit bit = TestBit.random(seed, length);
    bit.writeTo(seeds);
    seeder.seed(bit.metainfo(), seeds, null);
    return bit;
  }

  protected FetchRequest request(TestBit bit, int port, Duration deadline) {
    return new FetchRequest(bit.metainfo(), fetched, peer(port), deadline, null);
  }
}
