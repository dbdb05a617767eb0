// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.wire.MessageIds;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.RawPeer;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine gives, and to whom: peers on real sockets, good ones and bad ones. */
final class ServingTest extends EngineTesting {
  private static final int LENGTH = 3 * (64 << 10) + 17;
  private static final WireTimeouts PATIENT =
      new WireTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

  @TempDir private Path seeds;

  private final JavaEngine engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private final TestBit bit = TestBit.random(1, LENGTH);

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void request_ofEachBlock_isAnsweredAlsoToAPeerWithoutFastExtension() throws Exception {
    seed(bit);

    assertThat(read(bit)).isEqualTo(bit.bytes());
    assertThat(sent(engine, LENGTH)).isEqualTo(LENGTH);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 16384",
    "4, 0, 16384",
    "0, -1, 16384",
    "0, 0, 0",
    "0, 0, -5",
    "0, 0, 16385",
    "0, 65536, 1",
    "0, 65535, 2",
    "3, 0, 18",
    "2147483647, 2147483647, 16384"
  })
  void request_beyondTheBit_endsTheConnection(int piece, int begin, int length) throws Exception {
    seed(bit);
    try (Socket socket = greeted(bit)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(13);
      out.write(MessageIds.REQUEST);
      out.writeInt(piece);
      out.writeInt(begin);
      out.writeInt(length);

      assertEnds(socket);
    }
    assertThat(read(bit)).isEqualTo(bit.bytes());
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "-1", "1048577"})
  void message_tooLong_endsTheConnection(int length) throws Exception {
    seed(bit);
    try (Socket socket = greeted(bit)) {
      new DataOutputStream(socket.getOutputStream()).writeInt(length);

      assertEnds(socket);
    }
  }

  @Test
  void message_ofAnExtension_isSkipped() throws Exception {
    seed(bit);
    try (Socket socket = greeted(bit)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(100_001);
      out.write(20);
      out.write(new byte[100_000]);
      out.writeInt(0);
      request(out, 1, 16_384, 16_384);

      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.skipNBytes(1 + 4 + 1 + 5);
      assertThat(in.readInt()).isEqualTo(9 + 16_384);
      assertThat(in.read()).isEqualTo(MessageIds.PIECE);
      assertThat(in.readInt()).isOne();
      assertThat(in.readInt()).isEqualTo(16_384);
    }
  }

  @Test
  void handshake_encryptedOrForAnotherBit_endsTheConnection() throws Exception {
    seed(bit);
    for (byte[] hello : List.of(new byte[96], RawPeer.handshake(TestBit.random(2, LENGTH)))) {
      try (Socket socket = connected()) {
        socket.getOutputStream().write(hello);

        assertEnds(socket);
      }
    }
  }

  @Test
  void peer_thatHasEverything_isLetGo() throws Exception {
    seed(bit);
    try (Socket socket = greeted(bit)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(2);
      out.write(MessageIds.BITFIELD);
      out.write(0xf0);

      assertEnds(socket);
    }
  }

  @Test
  void peers_moreThanAllowed_takeThePlaceOfNobodyWhoWorks() throws Exception {
    try (JavaEngine small = JavaEngine.start(new EngineConfig("127.0.0.1", 0, 0, 0, 2))) {
      bit.writeTo(seeds);
      small.seed(bit.metainfo(), seeds, null);
      PeerAddress address = new PeerAddress("127.0.0.1", small.port());
      try (PeerReader first = PeerReader.connect(address, bit.metainfo(), PATIENT);
          PeerReader second = PeerReader.connect(address, bit.metainfo(), PATIENT);
          Socket third = new Socket(InetAddress.getLoopbackAddress(), small.port())) {
        third.getOutputStream().write(RawPeer.handshake(bit));
        assertEnds(third);
        assertThat(first.readPiece(0)).isEqualTo(bit.piece(0));
        assertThat(second.readPiece(1)).isEqualTo(bit.piece(1));
      }
    }
  }

  @Test
  void seed_moreBitsThanFilesMayBeOpen_areAllServed() throws Exception {
    List<TestBit> bits = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      TestBit each = TestBit.random(100 + i, 1_000);
      bits.add(each);
      seed(each);
    }
    for (int round = 0; round < 2; round++) {
      for (TestBit each : bits) {
        assertThat(read(each)).isEqualTo(each.bytes());
      }
    }
  }

  @Test
  void seed_whoseFileBecameShorter_isNotSeedingAndMayBeSeededAgain() throws Exception {
    seed(bit);
    Path file = seeds.resolve(bit.metainfo().name());
    Files.write(file, new byte[100]);

    assertThat(isServed(bit)).isFalse();

    assertThat(status(engine, bit).seeding()).isFalse();
    assertThat(isServed(bit)).isFalse();
    assertThat(engine.remove(bit.infoHash())).isTrue();
    seed(bit);
    assertThat(read(bit)).isEqualTo(bit.bytes());
  }

  private boolean isServed(TestBit which) {
    try {
      return read(which).length > 0;
    } catch (PeerException _) {
      return false;
    }
  }

  private void seed(TestBit which) throws IOException {
    which.writeTo(seeds);
    engine.seed(which.metainfo(), seeds, null);
  }

  private byte[] read(TestBit which) throws PeerException {
    byte[] into = new byte[(int) which.metainfo().length()];
    PeerAddress address = new PeerAddress("127.0.0.1", engine.port());
    try (PeerReader reader = PeerReader.connect(address, which.metainfo(), PATIENT)) {
      reader.readPieces(0, which.metainfo().pieceCount(), into, 0);
    }
    return into;
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), engine.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** A connection whose handshake is done; the bitfield and the unchoke are still to be read. */
  private Socket greeted(TestBit which) throws IOException {
    Socket socket = connected();
    socket.getOutputStream().write(RawPeer.handshake(which));
    socket.getInputStream().skipNBytes(RawPeer.HANDSHAKE);
    return socket;
  }

  private static void request(DataOutputStream out, int piece, int begin, int length)
      throws IOException {
    out.writeInt(13);
    out.write(MessageIds.REQUEST);
    out.writeInt(piece);
    out.writeInt(begin);
    out.writeInt(length);
  }

  private static void assertEnds(Socket socket) throws IOException {
    try {
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (SocketException | EOFException _) {
      // A reset is an end too.
    }
  }
}
