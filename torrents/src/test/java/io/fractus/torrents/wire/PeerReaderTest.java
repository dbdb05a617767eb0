// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentStatus;
import io.fractus.torrents.wire.PeerException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader against a real libtorrent seed. */
final class PeerReaderTest {
  private static final WireTimeouts PATIENT =
      new WireTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));

  private static final LibtorrentEngine seeder =
      LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private static final PeerAddress peer = new PeerAddress("127.0.0.1", seeder.port());

  @TempDir private Path seeds;

  @AfterAll
  static void stop() {
    seeder.close();
  }

  @Test
  void readPieces_wholeBit_arrivesInOrder() throws Exception {
    // 16 MiB in pieces of 1 MiB, and a last piece and a last block that are short.
    TestBit bit = seeded(1, (15 << 20) + 12_345);

    try (PeerReader reader = connect(bit)) {
      assertThat(reader.hasAll()).isTrue();
      assertThat(readAll(reader, bit)).isEqualTo(bit.bytes());
      assertThat(reader.bytesReceived()).isGreaterThan(bit.metainfo().length());
    }
  }

  @Test
  void readPieces_twiceOnOneConnection_arrives() throws Exception {
    TestBit bit = seeded(2, 1 << 20);

    try (PeerReader reader = connect(bit)) {
      assertThat(readAll(reader, bit)).isEqualTo(bit.bytes());
      assertThat(readAll(reader, bit)).isEqualTo(bit.bytes());
    }
  }

  @Test
  void readPiece_any_isThatPiece() throws Exception {
    TestBit bit = seeded(3, 200_000);

    try (PeerReader reader = connect(bit)) {
      for (int piece = bit.metainfo().pieceCount() - 1; piece >= 0; piece--) {
        assertThat(reader.has(piece)).isTrue();
        assertThat(reader.readPiece(piece)).isEqualTo(bit.piece(piece));
      }
    }
  }

  @Test
  void readBlock_any_isThatPart() throws Exception {
    TestBit bit = seeded(4, 1 << 20);

    try (PeerReader reader = connect(bit)) {
      assertThat(reader.readBlock(3, 1_000, 16_000))
          .isEqualTo(Arrays.copyOfRange(bit.piece(3), 1_000, 17_000));
      assertThatThrownBy(() -> reader.readBlock(0, 0, (16 << 10) + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void readPieces_intoAPlaceOfAnArray_touchesNothingElse() throws Exception {
    TestBit bit = seeded(5, (4 << 20) + 1_000);
    byte[] into = new byte[3 * bit.metainfo().pieceLength() + 20];

    try (PeerReader reader = connect(bit)) {
      reader.readPieces(2, 3, into, 10);
      byte[] expected = new byte[into.length];
      int from = 2 * bit.metainfo().pieceLength();
      System.arraycopy(bit.bytes(), from, expected, 10, into.length - 20);
      assertThat(into).isEqualTo(expected);
      assertThatThrownBy(() -> reader.readPieces(2, 3, into, 21))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void connect_bitNotThere_isNotServed() {
    assertThat(failure(() -> connect(TestBit.random(6, 1 << 20)))).isEqualTo(Kind.NOT_SERVED);
  }

  @Test
  void connect_nobodyListens_isUnreachable() throws IOException {
    PeerAddress dead;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = new PeerAddress("127.0.0.1", free.getLocalPort());
    }
    TestBit bit = TestBit.random(7, 1 << 20);

    assertThat(failure(() -> PeerReader.connect(dead, bit.metainfo(), PATIENT)))
        .isEqualTo(Kind.UNREACHABLE);
    assertThat(PeerProbe.probe(dead, bit.metainfo(), 0, PATIENT))
        .isInstanceOfSatisfying(
            ProbeResult.Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  @Test
  void readPiece_fileCorruptedAfterItWasServed_isCorrupt() throws Exception {
    TestBit bit = seeded(8, 1 << 20);
    try (PeerReader reader = connect(bit)) {
      // libtorrent hashes a piece when it serves it for the first time, and trusts it then.
      readAll(reader, bit);
      bit.corruptIn(seeds, 5 * bit.metainfo().pieceLength() + 77);

      assertThat(reader.readPiece(4)).isEqualTo(bit.piece(4));
      assertThat(failure(() -> reader.readPiece(5))).isEqualTo(Kind.CORRUPT);
    }
  }

  @Test
  void readPiece_fileCorruptedBeforeItWasServed_isRefused() throws Exception {
    TestBit bit = TestBit.random(9, 1 << 20);
    bit.writeTo(seeds);
    bit.corruptIn(seeds, 77);
    seeder.seed(bit.metainfo(), seeds, null);

    Kind kind = failure(() -> connect(bit).readPiece(0));

    assertThat(kind).isIn(Kind.NOT_SERVED, Kind.UNREACHABLE, Kind.MISSING);
  }

  @Test
  void readPiece_fileTruncated_isAnErrorAndNoWrongBytes() throws Exception {
    TestBit bit = seeded(10, 1 << 20);
    try (PeerReader reader = connect(bit)) {
      readAll(reader, bit);
      try (RandomAccessFile file =
          new RandomAccessFile(seeds.resolve(bit.metainfo().name()).toFile(), "rw")) {
        file.setLength(1_000);
      }

      assertThat(failure(() -> reader.readPiece(15))).isIn(Kind.NOT_SERVED, Kind.UNREACHABLE);
    }
    assertThat(seeder.list())
        .contains(new TorrentStatus(bit.infoHash(), false, 0))
        .doesNotContain(new TorrentStatus(bit.infoHash(), true, 0));
  }

  @Test
  void probe_seed_isServed() throws Exception {
    TestBit bit = seeded(11, 1 << 20);

    ProbeResult result = PeerProbe.probe(peer, bit.metainfo(), 7, PATIENT);

    assertThat(result.served()).isTrue();
    assertThat(result.took()).isPositive();
  }

  @Test
  void readPieces_manyReadersAtOnce_allArrive() throws Exception {
    TestBit bit = seeded(12, 4 << 20);
    List<Throwable> failures = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      readers.add(
          Thread.startVirtualThread(() -> {
            try (PeerReader reader = connect(bit)) {
              assertThat(readAll(reader, bit)).isEqualTo(bit.bytes());
            } catch (Exception | AssertionError e) {
              synchronized (failures) {
                failures.add(e);
              }
            }
          }));
    }
    for (Thread reader : readers) {
      reader.join(Duration.ofSeconds(60));
    }

    assertThat(failures).isEmpty();
  }

  private TestBit seeded(long seed, int length) throws IOException {
    TestBit bit = TestBit.random(seed, length);
    bit.writeTo(seeds);
    seeder.seed(bit.metainfo(), seeds, null);
    return bit;
  }

  private static PeerReader connect(TestBit bit) throws PeerException {
    return PeerReader.connect(peer, bit.metainfo(), PATIENT);
  }

  private static byte[] readAll(PeerReader reader, TestBit bit) throws Exception {
    byte[] all = new byte[(int) bit.metainfo().length()];
    reader.readPieces(0, bit.metainfo().pieceCount(), all, 0);
    return all;
  }

  private static Kind failure(ThrowingCallable call) {
    PeerException e = catchThrowableOfType(PeerException.class, call);
    assertThat(e).as("a PeerException").isNotNull();
    return e.kind();
  }
}
