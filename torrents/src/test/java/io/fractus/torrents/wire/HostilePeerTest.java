// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fractus.torrents.TestBit;
import io.fractus.torrents.wire.PeerException.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The reader against peers that are slow, odd or malicious. */
final class HostilePeerTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final WireTimeouts PATIENT = new WireTimeouts(LONG, LONG, LONG);
  private static final WireTimeouts HASTY =
      new WireTimeouts(LONG, Duration.ofMillis(200), Duration.ofMillis(200));

  private final TestBit bit = TestBit.random(1, 1 << 20);

  @Test
  void connect_silentPeer_timesOut() throws Exception {
    assertThat(read(HASTY, (in, _) -> in.transferTo(OutputStream.nullOutputStream())))
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void connect_keepAlivesOnly_timesOut() throws Exception {
    assertThat(
            read(
                HASTY,
                (in, out) -> {
                  RawPeer.hello(bit, in, out);
                  // Ends when the reader closes its side.
                  while (true) {
                    out.writeInt(0);
                    pause();
                  }
                }))
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void connect_webServer_isProtocol() throws Exception {
    assertThat(read(PATIENT, (_, out) -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n")))
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void connect_randomBytes_isProtocol() throws Exception {
    byte[] garbage = new byte[1 << 16];
    new Random(2).nextBytes(garbage);
    assertThat(read(PATIENT, (_, out) -> out.write(garbage))).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void connect_closedAtOnce_isNotServed() throws Exception {
    assertThat(read(PATIENT, (in, _) -> in.readNBytes(68))).isEqualTo(Kind.NOT_SERVED);
  }

  @Test
  void connect_otherTorrent_isNotServed() throws Exception {
    TestBit other = TestBit.random(3, 1 << 20);
    assertThat(read(PATIENT, (in, out) -> RawPeer.hello(other, in, out)))
        .isEqualTo(Kind.NOT_SERVED);
  }

  @Test
  void connect_hugeMessage_isProtocol() throws Exception {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 20) + 1}) {
      assertThat(
              read(
                  PATIENT,
                  (in, out) -> {
                    RawPeer.hello(bit, in, out);
                    out.writeInt(length);
                    in.read();
                  }))
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  @Test
  void connect_malformedState_isProtocol() throws Exception {
    List<byte[]> messages =
        List.of(
            new byte[] {MessageIds.BITFIELD, 0},
            new byte[] {MessageIds.BITFIELD, 0, 0, 0},
            new byte[] {MessageIds.HAVE, 0, 0, 0, 16},
            new byte[] {MessageIds.HAVE, -1, 0, 0, 0},
            new byte[] {MessageIds.HAVE, 0},
            new byte[] {MessageIds.CHOKE, 0},
            new byte[] {MessageIds.UNCHOKE, 0});
    for (byte[] message : messages) {
      assertThat(
              read(
                  PATIENT,
                  (in, out) -> {
                    RawPeer.hello(bit, in, out);
                    out.writeInt(message.length);
                    out.write(message);
                    in.read();
                  }))
          .as("message %s", message)
          .isEqualTo(Kind.PROTOCOL);
    }
  }

  @Test
  void readPiece_notInTheBitfield_isMissing() throws Exception {
    assertThat(
            read(
                PATIENT,
                (in, out) -> {
                  RawPeer.hello(bit, in, out);
                  RawPeer.message(out, MessageIds.BITFIELD, (byte) 0, (byte) 0);
                  RawPeer.message(out, MessageIds.UNCHOKE);
                  in.read();
                }))
        .isEqualTo(Kind.MISSING);
  }

  @Test
  void readPiece_wrongBytes_isCorrupt() throws Exception {
    TestBit wrong = TestBit.random(4, 1 << 20);
    assertThat(
            read(
                PATIENT,
                (in, out) -> {
                  RawPeer.hello(bit, in, out);
                  RawPeer.message(out, MessageIds.UNCHOKE);
                  serve(wrong, in, out);
                }))
        .isEqualTo(Kind.CORRUPT);
  }

  @Test
  void readPieces_reorderedChokedAndChattyPeer_arrives() throws Exception {
    try (RawPeer peer = new RawPeer(this::odd);
        PeerReader reader = PeerReader.connect(peer.address(), bit.metainfo(), PATIENT)) {
      byte[] all = new byte[(int) bit.metainfo().length()];
      reader.readPieces(0, bit.metainfo().pieceCount(), all, 0);
      assertThat(all).isEqualTo(bit.bytes());
      assertThat(reader.readBlock(3, 16, 100)).hasSize(100);
    }
  }

  /** Answers two requests, chokes and forgets the rest, and then answers in a shuffled order. */
  private void odd(DataInputStream in, DataOutputStream out) throws IOException {
    RawPeer.hello(bit, in, out);
    RawPeer.message(out, MessageIds.UNCHOKE);
    List<int[]> forgotten = new ArrayList<>();
    int blocks = (1 << 20) / (16 << 10);
    for (int i = 0; i < blocks; i++) {
      forgotten.add(RawPeer.request(in));
    }
    RawPeer.block(bit, forgotten.get(1), out);
    RawPeer.block(bit, forgotten.get(0), out);
    RawPeer.message(out, MessageIds.CHOKE);
    out.writeInt(0);
    RawPeer.message(out, 20, new byte[300]);
    RawPeer.message(out, MessageIds.UNCHOKE);
    List<int[]> again = new ArrayList<>();
    for (int i = 2; i < blocks; i++) {
      again.add(RawPeer.request(in));
    }
    // Not asked for any more: a block twice, and one of a piece that does not exist.
    RawPeer.block(bit, forgotten.get(1), out);
    RawPeer.message(out, MessageIds.PIECE, new byte[] {0, 0, 1, 0, 0, 0, 0, 0, 7, 7});
    Collections.shuffle(again, new Random(5));
    for (int[] request : again) {
      RawPeer.block(bit, request, out);
    }
    serve(bit, in, out);
  }

  @Test
  void close_whileReading_endsTheRead() throws Exception {
    try (RawPeer peer =
        new RawPeer((in, out) -> {
          RawPeer.hello(bit, in, out);
          RawPeer.message(out, MessageIds.UNCHOKE);
          in.transferTo(OutputStream.nullOutputStream());
        })) {
      PeerReader reader = PeerReader.connect(peer.address(), bit.metainfo(), PATIENT);
      CompletableFuture<Kind> ended = new CompletableFuture<>();
      Thread.startVirtualThread(() ->
          ended.complete(
              catchThrowableOfType(PeerException.class, () -> reader.readPiece(0)).kind()));
      // The outcome is the same whether the read has begun or not.
      pause();
      reader.close();
      assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void connect_interrupted_isNoFaultOfThePeer() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (RawPeer peer =
        new RawPeer((in, _) -> {
          in.readNBytes(68);
          asked.complete(null);
          in.transferTo(OutputStream.nullOutputStream());
        })) {
      CompletableFuture<Kind> ended = new CompletableFuture<>();
      Thread reader =
          Thread.startVirtualThread(() ->
              ended.complete(
                  catchThrowableOfType(
                          PeerException.class,
                          () -> PeerReader.connect(peer.address(), bit.metainfo(), PATIENT))
                      .kind()));
      asked.get(30, TimeUnit.SECONDS);
      reader.interrupt();
      assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(Kind.CLOSED);
    }
  }

  private Kind read(WireTimeouts timeouts, RawPeer.Script script) throws IOException {
    try (RawPeer peer = new RawPeer(script)) {
      PeerException e =
          catchThrowableOfType(
              PeerException.class,
              () -> {
                try (PeerReader reader =
                    PeerReader.connect(peer.address(), bit.metainfo(), timeouts)) {
                  reader.readPiece(0);
                }
              });
      assertThat(e).as("a PeerException").isNotNull();
      return e.kind();
    }
  }

  private static void serve(TestBit bit, DataInputStream in, DataOutputStream out)
      throws IOException {
    while (true) {
      RawPeer.block(bit, RawPeer.request(in), out);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
