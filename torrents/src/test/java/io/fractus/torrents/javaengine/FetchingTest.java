// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineException.Kind;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.wire.MessageIds;
import io.fractus.torrents.wire.RawPeer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine takes, and from whom: peers that lie, stall, refuse or come by themselves. */
final class FetchingTest extends EngineTesting {
  private static final int LENGTH = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path seeds;
  @TempDir private Path fetched;

  private final JavaEngine seeder = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private final JavaEngine engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private final TestBit bit = TestBit.random(1, LENGTH);

  @AfterEach
  void stop() {
    engine.close();
    seeder.close();
  }

  @Test
  void fetch_oneLiarAndOneHonestPeer_completesAndAsksTheLiarNoMore() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RawPeer liar =
        new RawPeer((in, out) -> {
          asked.incrementAndGet();
          RawPeer.hello(bit, in, out);
          RawPeer.message(out, MessageIds.UNCHOKE);
          while (true) {
            int[] request = RawPeer.request(in);
            out.writeInt(9 + request[2]);
            out.write(MessageIds.PIECE);
            out.writeInt(request[0]);
            out.writeInt(request[1]);
            out.write(new byte[request[2]]);
          }
        })) {
      finish(engine.fetch(request(LONG, liar.address(), seeding(seeder)), _ -> {}));
      assertComplete();
      assertThat(asked.get()).isOne();
    }
  }

  @Test
  void fetch_onePeerSilent_theOtherDeliversWhatThatWasAskedFor() throws Exception {
    try (RawPeer silent =
        new RawPeer((in, out) -> {
          RawPeer.hello(bit, in, out);
          RawPeer.message(out, MessageIds.UNCHOKE);
          in.transferTo(java.io.OutputStream.nullOutputStream());
        })) {
      finish(engine.fetch(request(LONG, silent.address(), seeding(seeder)), _ -> {}));
      assertComplete();
    }
  }

  @Test
  void fetch_peerChokesRefusesAndBreaks_isTriedAgain() throws Exception {
    AtomicInteger visits = new AtomicInteger();
    try (RawPeer moody =
        new RawPeer((in, out) -> {
          int visit = visits.incrementAndGet();
          RawPeer.hello(bit, in, out);
          RawPeer.message(out, MessageIds.UNCHOKE);
          int[] first = RawPeer.request(in);
          switch (visit) {
            case 1 -> {
              out.writeInt(13);
              out.write(MessageIds.REJECT);
              for (int number : first) {
                out.writeInt(number);
              }
              in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            case 2 -> out.writeInt(Integer.MAX_VALUE);
            default -> chokeAndServe(first, in, out);
          }
        })) {
      finish(engine.fetch(request(LONG, moody.address()), _ -> {}));
      assertComplete();
      assertThat(visits.get()).isEqualTo(3);
    }
  }

  /** Forgets all requests by a choke, and serves those that come after it. */
  private void chokeAndServe(int[] first, DataInputStream in, DataOutputStream out)
      throws IOException {
    RawPeer.block(bit, first, out);
    int blocks = LENGTH / (16 << 10);
    for (int i = 1; i < blocks; i++) {
      RawPeer.request(in);
    }
    RawPeer.message(out, MessageIds.CHOKE);
    RawPeer.message(out, MessageIds.UNCHOKE);
    for (int i = 1; i < blocks; i++) {
      RawPeer.block(bit, RawPeer.request(in), out);
    }
  }

  @Test
  void fetch_peerSendsWhatNobodyAskedFor_isNotHarmed() throws Exception {
    try (RawPeer talker =
        new RawPeer((in, out) -> {
          RawPeer.hello(bit, in, out);
          RawPeer.block(bit, new int[] {0, 0, 16_384}, out);
          RawPeer.message(out, 9, (byte) 1, (byte) 2);
          RawPeer.message(out, MessageIds.UNCHOKE);
          while (true) {
            int[] request = RawPeer.request(in);
            RawPeer.block(bit, new int[] {request[0], request[1], 100}, out);
            RawPeer.block(bit, request, out);
            RawPeer.block(bit, request, out);
          }
        })) {
      finish(engine.fetch(request(LONG, talker.address()), _ -> {}));
      assertComplete();
    }
  }

  @Test
  void fetch_peerComesByItself_isAskedAndServedAfterwards() throws Exception {
    Fetch fetch = engine.fetch(request(LONG, peer(deadPort()).getFirst()), _ -> {});

    try (Socket socket = greeted()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat(in.readNBytes(5)).containsExactly(0, 0, 0, 1, MessageIds.INTERESTED);
      // It has all but the first piece; the rest is served by another that came.
      RawPeer.message(out, MessageIds.BITFIELD, (byte) 0x7f, (byte) 0xff);
      RawPeer.message(out, MessageIds.UNCHOKE);
      for (int i = 0; i < 15 * 4; i++) {
        RawPeer.block(bit, RawPeer.request(in), out);
      }
      try (Socket other = greeted()) {
        DataOutputStream otherOut = new DataOutputStream(other.getOutputStream());
        DataInputStream otherIn = new DataInputStream(other.getInputStream());
        otherIn.skipNBytes(5);
        RawPeer.message(otherOut, MessageIds.HAVE, new byte[4]);
        RawPeer.message(otherOut, MessageIds.UNCHOKE);
        for (int i = 0; i < 4; i++) {
          RawPeer.block(bit, RawPeer.request(otherIn), otherOut);
        }
        finish(fetch);
      }
      // The first has not everything: now it is told of each piece, and served.
      RawPeer.message(out, MessageIds.INTERESTED);
      for (int piece = 0; piece < 16; piece++) {
        assertThat(in.readInt()).isEqualTo(5);
        assertThat(in.read()).isEqualTo(MessageIds.HAVE);
        assertThat(in.readInt()).isEqualTo(piece);
      }
      assertThat(in.readNBytes(5)).containsExactly(0, 0, 0, 1, MessageIds.UNCHOKE);
    }
    assertComplete();
  }

  @Test
  void fetch_manyAtOnceFromFewerPeers_allComplete() throws Exception {
    List<Fetch> fetches = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      TestBit each = TestBit.random(50 + i, LENGTH / 2);
      each.writeTo(seeds);
      seeder.seed(each.metainfo(), seeds, null);
      FetchRequest request =
          new FetchRequest(each.metainfo(), fetched, peer(seeder.port()), LONG, null);
      fetches.add(engine.fetch(request, _ -> {}));
    }
    for (Fetch fetch : fetches) {
      finish(fetch);
    }
    assertThat(engine.list()).hasSize(30).allMatch(status -> status.seeding());
  }

  @Test
  void fetch_underALimitOfRate_goesOnWhenItIsLifted() throws Exception {
    engine.limitRates(0, 64 << 10);
    Fetch slow = engine.fetch(request(LONG, seeding(seeder)), _ -> {});
    for (int i = 0; i < 3_000 && engine.traffic().received() == 0; i++) {
      Thread.sleep(10);
    }
    assertThat(slow.done().isDone()).isFalse();

    engine.limitRates(0, 0);

    finish(slow);
    assertComplete();
  }

  @Test
  void fetch_onlyLiars_failsAtTheDeadline() throws Exception {
    bit.writeTo(seeds);
    bit.corruptIn(seeds, 5);
    seeder.seed(bit.metainfo(), seeds, null);

    Fetch fetch = engine.fetch(request(Duration.ofSeconds(1), address(seeder)), _ -> {});

    assertThat(failure(fetch)).isEqualTo(Kind.DEADLINE);
  }

  private FetchRequest request(Duration deadline, PeerAddress... peers) {
    return new FetchRequest(bit.metainfo(), fetched, List.of(peers), deadline, null);
  }

  private PeerAddress seeding(JavaEngine from) throws IOException {
    bit.writeTo(seeds);
    from.seed(bit.metainfo(), seeds, null);
    return address(from);
  }

  private static PeerAddress address(JavaEngine from) {
    return new PeerAddress("127.0.0.1", from.port());
  }

  private void assertComplete() {
    assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    assertThat(status(engine, bit).seeding()).isTrue();
  }

  /** Connects to the engine as a peer without the fast extension, as soon as it takes peers. */
  private Socket greeted() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), engine.port());
      socket.getOutputStream().write(RawPeer.handshake(bit));
      if (socket.getInputStream().readNBytes(RawPeer.HANDSHAKE).length == RawPeer.HANDSHAKE) {
        return socket;
      }
      socket.close();
      Thread.sleep(10);
    }
    throw new AssertionError("the engine takes no peers");
  }
}
