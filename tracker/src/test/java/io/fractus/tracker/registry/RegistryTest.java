// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private long addNode(String name) {
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest(name, "site", "region", "lab", 1_000, null, 1, "test"),
              new PeerAddress("127.0.0.1", 1),
              "id-" + name,
              "token-" + name,
              "passkey-" + name,
              NOW);
      return rows.nodes().byName(name).orElseThrow().key();
    });
  }

  @Test
  void events_moreThanAreKept_theOldestGo() {
    long node = addNode("a");
    long other = addNode("b");
    registry.write(rows -> {
      rows.events().add(other, "other", null, "", NOW);
      for (int i = 0; i < Limits.EVENTS_PER_NODE_MAX + 50; i++) {
        rows.events().addFault(node, "missing", null, "number " + i, NOW);
      }
      return null;
    });

    List<NodeEvent> events = registry.read(rows -> rows.events().of(node));

    assertThat(events).hasSize(Limits.EVENTS_PER_NODE_MAX);
    assertThat(events.getFirst().detail()).isEqualTo("number 1049");
    assertThat(events.getLast().detail()).isEqualTo("number 50");
    List<NodeEvent> othersEvents = registry.read(rows -> rows.events().of(other));
    assertThat(othersEvents).hasSize(1);
    int faults = registry.read(rows -> rows.nodes().byName("a").orElseThrow().faults());
    assertThat(faults).isEqualTo(1_050);
  }

  @Test
  void events_longDetail_isCut() {
    long node = addNode("a");
    registry.write(rows -> {
      rows.events().add(node, "slow", null, "x".repeat(10_000), NOW);
      return null;
    });

    assertThat(registry.read(rows -> rows.events().of(node)).getFirst().detail())
        .hasSize(Limits.EVENT_DETAIL_MAX);
  }

  @Test
  void write_workThrows_nothingIsRecorded() {
    assertThatThrownBy(() ->
            registry.write(rows -> {
              rows.nodes()
                  .add(
                      new JoinRequest("a", "s", "r", "lab", 1, null, 1, "test"),
                      new PeerAddress("127.0.0.1", 1),
                      "id",
                      "token",
                      "passkey",
                      NOW);
              throw new IllegalStateException("no");
            }))
        .isInstanceOf(IllegalStateException.class);

    int nodes = registry.read(rows -> rows.nodes().count());
    assertThat(nodes).isZero();
  }

  @Test
  void matesHolders_placedTogetherOrTakenOver_areAllThatMayBe() {
    long a = addNode("a");
    long b = addNode("b");
    long c = addNode("c");
    Instant later = NOW.plusMillis(1);
    PeerAddress gateway = new PeerAddress("127.0.0.1", 9);
    registry.write(rows -> {
      BitRecord first = rows.bits().put(bit(1), 1, gateway, NOW);
      rows.copies().add(first, a, NOW);
      rows.copies().add(rows.bits().put(bit(2), 1, gateway, NOW), b, NOW);
      rows.copies().add(rows.bits().put(bit(3), 1, gateway, later), c, later);
      assertThat(mates(rows, first)).containsExactly(b);
      BitRecord adopted = rows.bits().adopt(bit(4), NOW);
      rows.copies().add(adopted, a, NOW);
      rows.copies().add(rows.bits().adopt(bit(5), later), c, later);
      assertThat(mates(rows, adopted)).containsExactly(c);
      return null;
    });
  }

  private static Set<Long> mates(Rows rows, BitRecord bit) {
    return rows.drains().matesHolders(rows.drains().bit(bit.key()).orElseThrow());
  }

  private static BitMetainfo bit(int number) {
    return BitMetainfo.create(
        "0123456789abcdef", "%032x".formatted(number), 64 << 10, 64 << 10, new byte[20]);
  }

  @Test
  void leaving_drainedNodeThatHasCopiesAgain_isLeavingAgain() {
    long node = addNode("a");
    registry.write(rows -> {
      rows.admin().setStanding(node, Standing.DRAINED, NOW);
      return null;
    });
    assertThat(leaving()).isEmpty();
    registry.write(rows -> {
      rows.copies().add(rows.bits().adopt(bit(1), NOW), node, NOW);
      return null;
    });
    assertThat(leaving()).extracting(Leaving::node).containsExactly(node);
  }

  private List<Leaving> leaving() {
    return registry.read(rows -> rows.drains().leaving());
  }
}
