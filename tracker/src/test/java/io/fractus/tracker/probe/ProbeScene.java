// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler over a simulated wire, at a time that the test tells. */
abstract class ProbeScene {
  static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 7_000);

  @TempDir private Path directory;
  Instant now = Instant.parse("2026-01-05T00:00:00Z");
  Registry registry;
  NodeHistory history;
  Probes probes;
  final ProbeHints hints = new ProbeHints();
  final Map<Integer, ProbeVerdict> wire = new HashMap<>();
  final List<Integer> asked = new ArrayList<>();
  final List<Integer> pieces = new ArrayList<>();
  final List<Question> questions = new ArrayList<>();
  final Set<InfoHash> silentFor = new HashSet<>();
  final List<String> doubted = new ArrayList<>();
  final Queue<Runnable> held = new ArrayDeque<>();
  boolean holding;
  long millis = 10;
  Runnable meanwhile = () -> {};

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
    history = new NodeHistory(registry, Clocks.of(() -> now));
    probes =
        new Probes(
            registry,
            new Sessions(Clocks.of(() -> now), Duration.ofMinutes(1)),
            history,
            hints,
            (node, bit, kind, _) -> doubted.add(node + " " + kind + " " + bit),
            this::probe,
            this::probe,
            (_, _) -> Optional.empty(),
            this::execute,
            Clocks.of(() -> now),
            new Random(7));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  ProbeReport probe(PeerAddress peer, @Nullable Question question) {
    asked.add(peer.port());
    meanwhile.run();
    if (question != null) {
      pieces.add(question.first());
      questions.add(question);
      if (silentFor.contains(question.bit().infoHash())) {
        return new ProbeReport(ProbeVerdict.STALLED, 0, 0, "by a test");
      }
    }
    ProbeVerdict verdict = wire.getOrDefault(peer.port(), ProbeVerdict.SERVED);
    return new ProbeReport(
        verdict, verdict == ProbeVerdict.SERVED ? 65_536 : 0, millis, "by a test");
  }

  void execute(Runnable probe) {
    if (holding) {
      held.add(probe);
    } else {
      probe.run();
    }
  }

  /** A node at this port; its key. */
  long join(int port, String site) {
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest("n" + port, site, "region", "lab", 1 << 30, null, port, "test"),
              new PeerAddress("127.0.0.1", port),
              "id" + port,
              "token" + port,
              "passkey" + port,
              now);
      return rows.nodes().byName("n" + port).orElseThrow().key();
    });
  }

  InfoHash copy(long node, long seed) {
    BitMetainfo bit = TestBit.random(seed, 256 << 10, "cloud").metainfo();
    registry.write(rows -> {
      rows.copies().add(rows.bits().put(bit, 1, GATEWAY, now), node, now);
      return rows.copies().set(bit.infoHash(), node, CopyState.COMPLETE, now);
    });
    return bit.infoHash();
  }

  void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      now = now.plusSeconds(1);
      probes.round();
    }
  }
}
