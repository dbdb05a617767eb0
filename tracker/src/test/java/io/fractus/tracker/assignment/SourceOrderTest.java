// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.AuditLimits;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.history.ProbeVerdict;
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

class SourceOrderTest {
  private static final long PIECE = 64 << 10;

  @TempDir private Path directory;
  private final BitMetainfo bit = TestBit.random(1, 256 << 10, "cloud").metainfo();
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");
  private Registry registry;
  private NodeHistory history;
  private SourceOrder order;
  private long a;
  private long b;

  @BeforeEach
  void open() {
    Clocks clocks = Clocks.of(() -> now);
    registry = Registry.open(directory.resolve("registry.db"));
    history = new NodeHistory(registry, clocks);
    Sessions sessions = new Sessions(clocks, Duration.ofMinutes(1));
    order = new SourceOrder(new Presence(sessions, history), history, clocks.steady());
    a = holder("a");
    b = holder("b");
  }

  @AfterEach
  void close() {
    history.close();
    registry.close();
  }

  private long holder(String name) {
    PeerAddress peer = new PeerAddress("127.0.0.1", 1);
    long key =
        registry.write(rows -> {
          rows.nodes()
              .add(
                  new JoinRequest(name, name, "north", "lab", 1 << 30, null, 1, "test"),
                  peer,
                  "id-" + name,
                  "token-" + name,
                  "passkey-" + name,
                  now);
          long node = rows.nodes().byName(name).orElseThrow().key();
          rows.copies().add(rows.bits().put(bit, 2, peer, now), node, now);
          rows.copies().set(bit.infoHash(), node, CopyState.COMPLETE, now);
          return node;
        });
    probed(key, 1_000);
    return key;
  }

  private void probed(long node, long millis) {
    history.recordProbe(node, ProbeVerdict.SERVED, PIECE, millis);
  }

  private List<Long> ordered() {
    return order.order(registry.read(rows -> rows.copies().holders(bit.infoHash()))).stream()
        .map(holder -> holder.node().key())
        .toList();
  }

  @Test
  void order_equals_takeTurns() {
    List<Long> first = ordered();
    assertThat(ordered()).isEqualTo(first.reversed());
    assertThat(ordered()).isEqualTo(first);
  }

  @Test
  void order_slowToGatewaysThoughFastToProbes_isLast() {
    for (int i = 0; i < 10; i++) {
      probed(a, 10);
      history.recordReport(a, Kind.SERVED, PIECE, 10_000);
      history.recordReport(b, Kind.SERVED, PIECE, 1_000);
    }

    assertThat(ordered()).containsExactly(b, a);
    assertThat(ordered()).containsExactly(b, a);
  }

  @Test
  void order_droppedOnce_isLastAtOnceUntilItServesOrAMinutePassed() {
    for (int i = 0; i < 10; i++) {
      history.recordReport(a, Kind.SERVED, PIECE, 10);
    }
    assertThat(ordered()).containsExactly(a, b);

    order.setBack(a);
    assertThat(ordered()).containsExactly(b, a);
    order.served(a);
    assertThat(ordered()).containsExactly(a, b);
    order.setBack(a);
    now = now.plus(AuditLimits.SET_BACK);
    assertThat(ordered()).containsExactly(a, b);
  }

  @Test
  void order_liar_isLastHoweverFastItIs() {
    for (int i = 0; i < 20; i++) {
      history.recordReport(a, Kind.SERVED, PIECE, 10);
      history.recordReport(b, Kind.SERVED, PIECE, 1_000);
    }
    for (int i = 0; i < 3; i++) {
      history.recordProbe(a, ProbeVerdict.CORRUPT, 0, 0);
    }
    now = now.plusSeconds(10);
    history.tick();

    assertThat(history.tags(a)).contains("liar");
    assertThat(ordered()).containsExactly(b, a);
    List<NodeEvent> events = registry.read(rows -> rows.events().of(a));
    assertThat(events)
        .anySatisfy(event -> {
          assertThat(event.kind()).isEqualTo("judged");
          assertThat(event.detail()).startsWith("liar: ").contains("3.0 wrong and 1.0 right");
        });
  }
}
