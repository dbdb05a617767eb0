// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.PatientHistory;
import io.fractus.tracker.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that pretend, on real sockets, asked by the tracker's own probes at a time that the test
 * tells. What is counted are questions that were asked.
 */
@Timeout(120)
class PretendersTest {
  private static final int PIECE = 64 << 10;
  private static final int BITS = 10;
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final WireTimeouts HASTY =
      new WireTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), SHORT);

  /** Where the tracker has a node, and where gateways call it in these tests. */
  private static final String FOR_PROBES = "127.0.0.1";

  private static final String FOR_READERS = "127.0.0.2";

  @TempDir private Path directory;
  private final Random random = new Random(3);
  private final ProbeHints hints = new ProbeHints();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<TestBit> bits = new ArrayList<>();
  private final Map<String, byte[]> data = new HashMap<>();
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");
  private Registry registry;
  private NodeHistory history;
  private Probes probes;
  private int questions;

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
    Clocks clocks = Clocks.of(() -> now);
    history = PatientHistory.of(registry, () -> now, Duration.ofHours(2));
    WireProber wire = new WireProber(HASTY);
    Prober counting =
        (peer, question) -> {
          questions += question == null ? 0 : 1;
          return wire.probe(peer, question);
        };
    // A pretender says that a copy in doubt is well, so that it is complete again at once.
    probes =
        new Probes(
            registry,
            new Sessions(clocks, Duration.ofMinutes(1)),
            history,
            hints,
            (_, _, _, _) -> {},
            counting,
            counting,
            (_, _) -> Optional.empty(),
            Runnable::run,
            clocks,
            random);
    for (int i = 0; i < BITS; i++) {
      TestBit bit = TestBit.random(i, PIECE, "cloud");
      bits.add(bit);
      data.put(bit.metainfo().name(), bit.bytes());
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    history.close();
    registry.close();
  }

  /** A node with copies of all bits; its key. */
  private long node(String name, PeerAddress peer) {
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest(name, name, "north", "lab", 1 << 30, null, peer.port(), "test"),
              peer,
              "id-" + name,
              "token-" + name,
              "passkey-" + name,
              now);
      long node = rows.nodes().byName(name).orElseThrow().key();
      for (TestBit bit : bits) {
        rows.copies().add(rows.bits().put(bit.metainfo(), 2, peer, now), node, now);
        rows.copies().set(bit.metainfo().infoHash(), node, CopyState.COMPLETE, now);
      }
      return node;
    });
  }

  private PretendingPeer peer(PretendingPeer.Habit habit) throws IOException {
    PretendingPeer peer = new PretendingPeer(habit);
    opened.add(peer);
    bits.forEach(bit -> peer.announce(bit.metainfo()));
    return peer;
  }

  private long pretender(String name, PretendingPeer.Habit habit) throws IOException {
    return node(name, peer(habit).address(FOR_PROBES));
  }

  private byte[] honest(BitMetainfo bit, int piece) {
    byte[] all = data.getOrDefault(bit.name(), new byte[0]);
    int from = piece * bit.pieceLength();
    return Arrays.copyOfRange(all, from, from + bit.pieceLength(piece));
  }

  private boolean isLiar(long node) {
    return history.tags(node).contains("liar");
  }

  /** Audits until it is caught; how many questions that took, at most so many. */
  private int untilCaught(long node, int most) {
    int before = questions;
    while (!isLiar(node) && questions - before < most) {
      audit(1);
    }
    return questions - before;
  }

  private void audit(int times) {
    int end = questions + times;
    for (int step = 0; questions < end && step < 100 * times; step++) {
      // As often as a node with few audits is asked.
      now = now.plusSeconds(100);
      probes.round();
      history.tick();
    }
  }

  @Test
  void announcesWhatItLacks_sendsNoise_isCaughtByThreeAudits() throws IOException {
    long node =
        pretender(
            "noise",
            (bit, piece, _) -> {
              byte[] noise = new byte[bit.pieceLength(piece)];
              random.nextBytes(noise);
              return noise;
            });

    assertThat(untilCaught(node, 10)).isEqualTo(3);
  }

  @Test
  void announcesWhatItLacks_endsTheConnection_isCaughtByThreeAudits() throws IOException {
    long node =
        pretender(
            "shy",
            (_, _, _) -> {
              throw new IOException("ends the connection");
            });

    assertThat(untilCaught(node, 10)).isEqualTo(3);
  }

  @Test
  void drops_allItHad_isCaughtByFiveAuditsHoweverLongItWasHonest() throws IOException {
    boolean[] dropped = new boolean[1];
    long node =
        pretender(
            "tired",
            (bit, piece, _) -> dropped[0] ? new byte[bit.pieceLength(piece)] : honest(bit, piece));
    audit(320);
    assertThat(history.tags(node)).doesNotContain("liar", "new");

    dropped[0] = true;

    assertThat(untilCaught(node, 10)).isBetween(3, 5);
  }

  @Test
  void hides_aFifth_isCaughtAndTheCountIsTheOneThatIsStated() throws IOException {
    int caughtWithin20 = 0;
    int pretenders = 30;
    for (int i = 0; i < pretenders; i++) {
      // Two of ten, others for each.
      String first = bits.get(i % BITS).metainfo().name();
      String second = bits.get((i + 3) % BITS).metainfo().name();
      PretendingPeer peer =
          peer((bit, piece, _) -> {
            if (bit.name().equals(first) || bit.name().equals(second)) {
              throw new IOException("hidden");
            }
            return honest(bit, piece);
          });
      long node = node("hides-" + i, peer.address(FOR_PROBES));
      int took = untilCaught(node, 60);
      assertThat(isLiar(node)).isTrue();
      caughtWithin20 += took <= 20 ? 1 : 0;
      forget(node);
    }
    // 1 - sum over i < 3 of C(20, i) 0.2^i 0.8^(20 - i) is 0.794: three deviations below is 0.57.
    assertThat(caughtWithin20 / (double) pretenders).isGreaterThan(0.57);
  }

  /** It leaves, so that the questions of the next are the only ones. */
  private void forget(long node) {
    registry.write(rows -> {
      return rows.copies().takeSome(node, BITS);
    });
  }

  @Test
  void hides_byBeingSilent_isCaughtAsWell() throws IOException {
    String hidden = bits.getFirst().metainfo().name();
    String other = bits.getLast().metainfo().name();
    long node =
        pretender(
            "silent",
            (bit, piece, _) -> {
              if (bit.name().equals(hidden) || bit.name().equals(other)) {
                throw new PretendingPeer.SilentException();
              }
              return honest(bit, piece);
            });

    // Each of three wrong answers takes three silences with an answer between any two.
    untilCaught(node, 200);
    assertThat(isLiar(node)).isTrue();
  }

  @Test
  void relays_aFriendsData_isHonestWhileTheFriendIsThereAndCaughtByFiveAuditsWhenNot()
      throws Exception {
    JavaEngine friend = JavaEngine.start(EngineConfig.listening(FOR_PROBES, 0));
    opened.add(friend);
    for (TestBit bit : bits) {
      bit.writeTo(directory.resolve("friend"));
      friend.seed(bit.metainfo(), directory.resolve("friend"), null);
    }
    PeerAddress source = new PeerAddress(FOR_PROBES, friend.port());
    long node = pretender("relay", (bit, piece, _) -> relayed(source, bit, piece));
    audit(100);
    // Nothing that it sends shows whose bytes they are.
    assertThat(isLiar(node)).isFalse();

    friend.close();

    assertThat(untilCaught(node, 10)).isBetween(3, 5);
  }

  private static byte[] relayed(PeerAddress source, BitMetainfo bit, int piece) throws IOException {
    try (PeerReader reader = PeerReader.connect(source, bit, WireTimeouts.DEFAULT)) {
      return reader.readPiece(piece);
    } catch (PeerException e) {
      throw new IOException(e);
    }
  }

  @Test
  void fastForProbes_slowForGateways_isSlowAfterEightReads() throws Exception {
    List<Long> crowd = new ArrayList<>();
    List<PretendingPeer> peers = new ArrayList<>();
    InetAddress readers = InetAddress.getByName(FOR_READERS);
    for (int i = 0; i < 6; i++) {
      boolean pretends = i == 0;
      PretendingPeer peer =
          peer((bit, piece, calledAt) -> {
            if (pretends && calledAt.equals(readers)) {
              pause(200);
            }
            return honest(bit, piece);
          });
      peers.add(peer);
      crowd.add(node("node-" + i, peer.address(FOR_PROBES)));
    }
    audit(10 * crowd.size());
    assertThat(history.tags(crowd.getFirst())).doesNotContain("slow");

    for (int read = 0; read < 8; read++) {
      for (int i = 0; i < crowd.size(); i++) {
        read(crowd.get(i), peers.get(i).address(FOR_READERS));
      }
    }
    now = now.plusSeconds(10);
    history.tick();

    assertThat(history.tags(crowd.getFirst())).contains("slow");
    assertThat(crowd.subList(1, crowd.size()))
        .allSatisfy(node -> assertThat(history.tags(node)).doesNotContain("slow"));
    assertThat(history.detail("node-0").orElseThrow().tags())
        .anySatisfy(tag -> assertThat(tag.evidence()).startsWith("fast for probes, "));
  }

  /** As a gateway does, with what it then reports. */
  private void read(long node, PeerAddress peer) throws PeerException {
    BitMetainfo bit = bits.getFirst().metainfo();
    try (PeerReader reader = PeerReader.connect(peer, bit, WireTimeouts.DEFAULT)) {
      long began = System.nanoTime();
      int bytes = reader.readPiece(0).length;
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      history.recordReport(node, Kind.SERVED, bytes, millis);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
