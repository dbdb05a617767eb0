// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.torrents.wire.Call;
import io.fractus.torrents.wire.CallListener;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each engine serves over connections that its node opens, to readers and to each engine. */
final class CallTest extends EngineTesting {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final PeerAddress NOWHERE = new PeerAddress("192.0.2.1", 1);
  private static final int LENGTH = (1 << 20) + 17;

  @TempDir private Path directory;

  private static TorrentEngine start(String name) {
    EngineConfig config = EngineConfig.listening("127.0.0.1", 0);
    return switch (name) {
      case "java" -> JavaEngine.start(config);
      case "bt" -> BtEngine.start(config);
      default -> LibtorrentEngine.start(config);
    };
  }

  private static Call callOf(TorrentEngine engine) {
    return new Call(new PeerAddress("127.0.0.1", engine.port()));
  }

  private TestBit seeded(TorrentEngine engine, long seed) throws IOException {
    TestBit bit = TestBit.random(seed, LENGTH);
    Path seeds = Files.createDirectories(directory.resolve("seeds"));
    bit.writeTo(seeds);
    engine.seed(bit.metainfo(), seeds, null);
    return bit;
  }

  /** An order as the tracker would give it to the node of this engine. */
  private static CallListener.Order order(Call call, CallListener listener) {
    PeerAddress to = new PeerAddress("127.0.0.1", listener.port());
    return nonce -> {
      Thread.startVirtualThread(() -> serve(call, to, nonce));
      return true;
    };
  }

  private static void serve(Call call, PeerAddress to, String nonce) {
    try {
      call.serve(to, nonce);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "libtorrent", "bt"})
  void read_overACall_isExact(String engine) throws Exception {
    try (TorrentEngine seeder = start(engine);
        CallListener listener = CallListener.open("127.0.0.1", 0)) {
      TestBit bit = seeded(seeder, 1);
      CallListener.Order order = order(callOf(seeder), listener);

      // Two at once, as a gateway with two readers of one object.
      try (PeerReader one = listener.read(NOWHERE, bit.metainfo(), order, WireTimeouts.DEFAULT);
          PeerReader two = listener.read(NOWHERE, bit.metainfo(), order, WireTimeouts.DEFAULT)) {
        byte[] read = new byte[LENGTH];
        one.readPieces(0, bit.metainfo().pieceCount(), read, 0);
        assertThat(read).isEqualTo(bit.bytes());
        assertThat(two.readPiece(3)).isEqualTo(bit.piece(3));
      }
      listener.meet(NOWHERE, order);
    }
  }

  @Test
  void read_bitThatTheNodeHasNot_isNotServed() throws Exception {
    try (TorrentEngine seeder = start("java");
        CallListener listener = CallListener.open("127.0.0.1", 0)) {
      TestBit other = TestBit.random(2, LENGTH);

      assertThatThrownBy(() ->
              listener.read(
                  NOWHERE, other.metainfo(), order(callOf(seeder), listener), WireTimeouts.DEFAULT))
          .isInstanceOfSatisfying(
              PeerException.class,
              e -> assertThat(e.kind()).isEqualTo(PeerException.Kind.NOT_SERVED));
    }
  }

  @Test
  void await_nodeWithoutAChannel_failsAtOnce() throws Exception {
    try (CallListener listener = CallListener.open("127.0.0.1", 0)) {
      assertThatThrownBy(() -> listener.meet(NOWHERE, _ -> false))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("cannot be told");
    }
  }

  @Test
  void await_strangersThatCall_areNotTaken() throws Exception {
    try (TorrentEngine seeder = start("java");
        CallListener listener = CallListener.open("127.0.0.1", 0)) {
      TestBit bit = seeded(seeder, 3);
      CallListener.Order order = order(callOf(seeder), listener);
      String guess = "fractus call 1 00112233445566778899aabbccddeeff\n";
      for (String said :
          new String[] {guess, "\u0013BitTorrent protocol", "GET / HTTP/1.1\r\n\r\n"}) {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
          // Long enough for a whole head, of which nothing is what it should be.
          byte[] bytes = (said + " ".repeat(48)).getBytes(StandardCharsets.ISO_8859_1);
          stranger.getOutputStream().write(bytes, 0, 48);
          assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
      }

      try (PeerReader reader =
          listener.read(NOWHERE, bit.metainfo(), order, WireTimeouts.DEFAULT)) {
        assertThat(reader.readPiece(0)).isEqualTo(bit.piece(0));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "java, java",
    "java, libtorrent",
    "java, bt",
    "libtorrent, java",
    "libtorrent, libtorrent",
    "libtorrent, bt",
    "bt, java",
    "bt, libtorrent",
    "bt, bt"
  })
  void fetch_fromANodeThatCalls_isExact(String from, String to) throws Exception {
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (TorrentEngine seeder = start(from);
        TorrentEngine leecher = start(to)) {
      TestBit bit = seeded(seeder, 4);
      PeerAddress fetcher = new PeerAddress("127.0.0.1", leecher.port());
      // Nobody listens where it is told that the source is.
      Fetch fetch =
          leecher.fetch(
              new FetchRequest(bit.metainfo(), fetched, peer(deadPort()), LONG, null), _ -> {});
      long end = System.nanoTime() + LONG.toNanos();
      while (!fetch.done().isDone() && System.nanoTime() < end) {
        Thread offering = Thread.startVirtualThread(() -> offer(callOf(seeder), fetcher, bit));
        offering.join(Duration.ofSeconds(5));
        offering.interrupt();
        offering.join();
      }

      finish(fetch);

      assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    }
  }

  private static void offer(Call call, PeerAddress fetcher, TestBit bit) {
    try {
      call.offer(fetcher, bit.infoHash());
      Thread.sleep(100);
    } catch (IOException _) {
      // The fetch is not as far yet.
      pause();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
