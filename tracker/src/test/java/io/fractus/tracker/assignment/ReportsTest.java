// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.probe.TestBit;
import io.fractus.tracker.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gateways say of a node, and when that is a reason to ask it. */
class ReportsTest {
  private static final long PIECE = 64 << 10;
  private static final long FAST = 10;
  private static final long SLOW = 1_000;

  @TempDir private Path directory;
  private final BitMetainfo bit = TestBit.random(1, 256 << 10, "cloud").metainfo();
  private final ProbeHints hints = new ProbeHints();
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");
  private Registry registry;
  private NodeHistory history;
  private Reports reports;
  private long node;

  @BeforeEach
  void open() {
    Clocks clocks = Clocks.of(() -> now);
    registry = Registry.open(directory.resolve("registry.db"));
    history = new NodeHistory(registry, clocks);
    Sessions sessions = new Sessions(clocks, Duration.ofMinutes(1));
    reports =
        new Reports(
            registry,
            sessions,
            new SourceOrder(new Presence(sessions, history), history, clocks.steady()),
            new Evidence(clocks.steady()),
            history,
            hints,
            new Demand(registry, clocks.steady()),
            clocks.wall());
    node = holder();
  }

  @AfterEach
  void close() {
    history.close();
    registry.close();
  }

  private long holder() {
    PeerAddress peer = new PeerAddress("127.0.0.1", 1);
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest("a", "a", "north", "lab", 1 << 30, null, 1, "test"),
              peer,
              "id-a",
              "token-a",
              "passkey-a",
              now);
      long key = rows.nodes().byName("a").orElseThrow().key();
      rows.copies().add(rows.bits().put(bit, 2, peer, now), key, now);
      rows.copies().set(bit.infoHash(), key, CopyState.COMPLETE, now);
      return key;
    });
  }

  private void served(int times, long millis) {
    Report report = new Report("id-a", bit.infoHash(), Kind.SERVED, PIECE, millis, "");
    for (int i = 0; i < times; i++) {
      reports.take(new ReportRequest(List.of(report)));
    }
  }

  /** Who served slowly once is asked last from then on, so nobody but a probe measures it again. */
  @Test
  void take_servedSlowlyForTheFirstTime_hasTheNodeProbed() {
    served(100, FAST);
    assertThat(hints.take()).isEmpty();

    served(1, SLOW);

    assertThat(hints.take()).containsExactly(node);
  }

  @Test
  void take_servedSlowlyAllTheTime_isKnownAndNoReasonToProbe() {
    served(100, SLOW);
    hints.take();
    now = now.plus(Limits.EVENT_COALESCING);

    served(100, SLOW);

    assertThat(hints.take()).isEmpty();
  }

  @Test
  void take_servedSlowlyNowAndThen_hasTheNodeProbedOnceAMinute() {
    served(100, FAST);
    int probes = 0;
    for (int minute = 0; minute < 10; minute++) {
      for (int second = 0; second < 60; second += 5) {
        served(5, FAST);
        served(1, SLOW);
        now = now.plusSeconds(5);
        probes += hints.take().size();
      }
    }

    assertThat(probes).isEqualTo(10);
  }

  private void missing() {
    Report report = new Report("id-a", bit.infoHash(), Kind.MISSING, 0, 0, "it hung up");
    reports.take(new ReportRequest(List.of(report)));
    now = now.plusSeconds(10);
    history.tick();
  }

  private CopyState state() {
    return registry.read(rows -> rows.copies().state(bit.infoHash(), node)).orElseThrow();
  }

  /** A node that is killed hangs up on who reads from it. */
  @Test
  void take_hungUpByANodeThatWent_isNoWrongAnswer() {
    history.recordChannelOpened(node);
    history.recordChannelLost(node, now, false);

    missing();

    assertThat(history.tags(node)).containsExactly("new");
    assertThat(state()).isEqualTo(CopyState.COMPLETE);
    assertThat(hints.take()).containsExactly(node);
  }

  @Test
  void take_hungUpByANodeThatIsHere_isAWrongAnswer() {
    history.recordChannelOpened(node);

    missing();

    assertThat(history.tags(node)).containsExactly("corrupt", "new");
    assertThat(state()).isEqualTo(CopyState.SUSPECT);
  }
}
