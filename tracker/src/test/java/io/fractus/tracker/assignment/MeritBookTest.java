// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.PatientHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeritBookTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MANY = 100;

  @TempDir private Path directory;

  /** A Monday, 00:00. */
  private Instant now = Instant.parse("2026-01-05T00:00:00Z");

  private Registry registry;
  private NodeHistory history;
  private MeritBook book;
  private NodeRecord lab;
  private NodeRecord server;

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
    history = PatientHistory.of(registry, () -> now, Duration.ofHours(2));
    book = new MeritBook(history);
    lab = join("a", "lab");
    server = join("b", "server");
  }

  @AfterEach
  void close() {
    history.close();
    registry.close();
  }

  private NodeRecord join(String name, String kind) {
    return registry.write(rows -> {
      rows.nodes()
          .add(
              new JoinRequest(name, "site", "north", kind, 1_000, null, 1, "test"),
              new PeerAddress("127.0.0.1", 1),
              "id-" + name,
              "token-" + name,
              "passkey-" + name,
              now);
      return rows.nodes().byName(name).orElseThrow();
    });
  }

  private void pass(int hours) {
    for (int i = 0; i < hours; i++) {
      now = now.plus(HOUR);
      history.tick();
    }
  }

  private void serve(NodeRecord node, int pieces, long bytesPerSecond) {
    for (int i = 0; i < pieces; i++) {
      history.recordProbe(node.key(), ProbeVerdict.SERVED, bytesPerSecond, 1_000);
    }
  }

  private Merits merits(NodeRecord node) {
    return book.at(now, MANY).of(node);
  }

  @Test
  void of_nodeThatIsAlwaysHereAndServes_isVettedAndLikelyAnHourLater() {
    Merits before = merits(server);
    assertThat(before.trust()).isEqualTo(Trust.NEW);
    assertThat(before.region()).isEqualTo("north");
    history.recordChannelOpened(server.key());
    serve(server, 30, 8 << 20);
    pass(14 * 24);

    Merits after = merits(server);

    assertThat(after.trust()).isEqualTo(Trust.VETTED);
    assertThat(after.hours().inWorstHours()).isGreaterThan(before.hours().inWorstHours());
    assertThat(after.isAnchor()).isTrue();
    assertThat(before.isAnchor()).isFalse();
    assertThat(after.worth()).isGreaterThan(before.worth());
  }

  @Test
  void of_nodeWithinTheHour_isAsItWas() {
    Merits before = merits(lab);
    history.recordChannelOpened(lab.key());
    now = now.plus(HOUR).minusSeconds(1);

    assertThat(merits(lab)).isEqualTo(before);
    now = now.plusSeconds(1);
    assertThat(merits(lab)).isNotEqualTo(before);
  }

  @Test
  void of_nodeThatSendsWrongPieces_isDoubtedAtOnce() {
    assertThat(merits(lab).trust()).isEqualTo(Trust.NEW);

    history.recordProbe(lab.key(), ProbeVerdict.CORRUPT, 0, 0);
    now = now.plusSeconds(10);
    history.tick();

    assertThat(merits(lab).trust()).isEqualTo(Trust.DOUBTED);
  }

  @Test
  void of_moreNodesThanMayBeEstimated_areTakenAsTheyWereOrForNewOnes() {
    Merits before = merits(server);
    history.recordChannelOpened(server.key());
    history.recordChannelOpened(lab.key());
    pass(24);

    MeritBook.Reader none = book.at(now, 0);

    assertThat(none.of(server)).isEqualTo(before);
    assertThat(none.of(lab).trust()).isEqualTo(Trust.NEW);
    MeritBook.Reader one = book.at(now, 1);
    assertThat(one.of(server)).isNotEqualTo(before);
    assertThat(one.of(lab).hours()).isSameAs(none.of(lab).hours());
  }

  @Test
  void of_newNodesOfAClass_shareTheirHours() {
    assertThat(merits(join("c", "lab")).hours()).isSameAs(merits(lab).hours());
    assertThat(merits(lab).hours()).isNotSameAs(merits(server).hours());
  }
}
