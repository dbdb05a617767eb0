// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
}
