// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.manners.LinuxMachine;
import io.fractus.node.manners.Manners;
import io.fractus.node.manners.WeekHours;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.NodeMessage.Leave;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Leaving;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner asks of a running node, through its status port. */
final class NodeControlTest {
  private static final long SHARE = 20_000_000;

  @TempDir Path directory;
  private ScriptedTracker tracker;

  @BeforeEach
  void startTracker() {
    tracker = new ScriptedTracker(TestBits.CLOUD);
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  private NodeConfig config(long share) {
    return tracker.nodeConfig(directory.resolve("node"), share);
  }

  private SeederNode start(long share) {
    return SeederNode.start(
        config(share),
        from ->
            LibtorrentEngine.start(EngineConfig.listening(from.listenHost(), from.listenPort())));
  }

  /** Heartbeats come by themselves too, with the share of before. */
  private void awaitShare(long share) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      if (tracker.nextSaid(Heartbeat.class).shareBytes() == share) {
        return;
      }
    }
    throw new AssertionError("no heartbeat with a share of " + share);
  }

  private ControlFile control() throws Exception {
    return ControlFile.find(directory.resolve("node")).orElseThrow();
  }

  private HttpResponse<String> ask(String method, String verb, String token, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + control().port() + "/control/" + verb))
              .header("Authorization", "Bearer " + token)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private HttpResponse<String> ask(String verb, String body) throws Exception {
    return ask("POST", verb, control().token(), body);
  }

  @Test
  void control_wrongTokenMethodOrPath_isRefusedAndNothingIsDone() throws Exception {
    try (SeederNode node = start(SHARE)) {
      assertThat(ask("POST", "pause", "guess", "").statusCode()).isEqualTo(401);
      assertThat(ask("GET", "pause", control().token(), "").statusCode()).isEqualTo(405);
      assertThat(ask("pause/now", "").statusCode()).isEqualTo(404);
      assertThat(ask("share", "{\"shareBytes\":9}").statusCode()).isEqualTo(400);
      assertThat(ask("share", "nonsense").statusCode()).isEqualTo(400);

      assertThat(node.status().state()).isEqualTo("running");
      assertThat(node.status().shareBytes()).isEqualTo(SHARE);
      for (String file : List.of("control.token", "control.json")) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(directory.resolve("node").resolve(file))))
            .isEqualTo("rw-------");
      }
    }
    assertThat(ControlFile.find(directory.resolve("node"))).isEmpty();
  }

  @Test
  void pauseAndResume_nodeWithABit_restsAcrossARestartAndServesAgain() throws Exception {
    TestBits bit = TestBits.random(new Random(5), 300_000);
    try (TorrentEngine gateway = Engines.start();
        SeederNode node = start(SHARE)) {
      Engines.seed(gateway, bit, directory.resolve("staging"));
      ScriptedTracker.say(
          Waiting.next(tracker.sessions),
          new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
      tracker.nextSaid(Completed.class);

      assertThat(ask("pause", "").body()).contains("\"state\":\"paused\"");

      assertThat(node.status().connected()).isFalse();
      assertThat(node.status().bits()).isOne();
      assertThat(node.status().receivedBytes()).isGreaterThanOrEqualTo(300_000);
      // Twice is as good as once.
      assertThat(ask("pause", "").statusCode()).isEqualTo(200);
    }
    tracker.said.clear();
    try (TorrentEngine reader = Engines.start();
        SeederNode node = start(SHARE)) {
      assertThat(node.status().state()).isEqualTo("paused");
      assertThat(node.status().pausedBecause()).containsExactly("by its owner");
      assertThat(tracker.said).isEmpty();

      assertThat(ask("resume", "").body()).contains("\"state\":\"running\"");

      assertThat(tracker.nextSaid(Inventory.class).bits())
          .containsExactly(bit.metainfo().infoHash());
      PeerAddress peer = new PeerAddress("127.0.0.1", node.status().port());
      assertThat(Engines.fetch(reader, bit, peer, directory.resolve("reader")))
          .isEqualTo(bit.bytes());
    }
  }

  @Test
  void consider_outsideItsHours_restsAndGoesOnByItself() throws Exception {
    AtomicReference<LocalDateTime> now =
        new AtomicReference<>(LocalDateTime.of(2026, 11, 23, 12, 0));
    Manners nights =
        new Manners(1 << 20, 1 << 20, WeekHours.parse("mon-sun 20:00-06:00"), false, false, false);
    NodeConfig config =
        new NodeConfig(
            directory.resolve("node"),
            tracker.uri(),
            Optional.of(ScriptedTracker.JOIN_TOKEN),
            "n1",
            "site-1",
            "region-1",
            "lab",
            SHARE,
            "127.0.0.1",
            0,
            Optional.empty(),
            0,
            nights,
            Optional.empty());
    try (SeederNode node =
        SeederNode.start(
            config,
            from ->
                LibtorrentEngine.start(
                    EngineConfig.listening(from.listenHost(), from.listenPort())),
            new LinuxMachine(),
            now::get)) {
      assertThat(node.status().state()).isEqualTo("paused");
      assertThat(node.status().pausedBecause())
          .containsExactly("outside its hours, mon-sun 20:00-06:00");

      now.set(LocalDateTime.of(2026, 11, 23, 20, 0));
      node.consider();
      Waiting.until("connected", () -> node.status().connected());
      node.pause();
      node.consider();
      assertThat(node.status().pausedBecause()).containsExactly("by its owner");
      node.resume();
      Waiting.until("connected", () -> node.status().connected());

      now.set(LocalDateTime.of(2026, 11, 24, 6, 0));
      node.consider();
      assertThat(node.status().connected()).isFalse();
    }
  }

  @Test
  void consider_diskGone_isAbsentUntilItIsBackAndHasLostNothing() throws Exception {
    try (SeederNode node = start(SHARE)) {
      Waiting.until("connected", () -> node.status().connected());
      Path bits = directory.resolve("node").resolve("bits");
      Files.move(bits, directory.resolve("away"));
      node.consider();
      assertThat(node.status().state()).isEqualTo("paused");
      assertThat(node.status().pausedBecause().getFirst()).contains("bits cannot be used");

      Files.move(directory.resolve("away"), bits);
      node.consider();
      Waiting.until("connected", () -> node.status().connected());
      assertThat(node.status().lost()).isZero();
    }
  }

  @Test
  void start_onlyTheMountPoint_waitsForTheDiskAndHasLostNothing() throws Exception {
    TestBits bit = TestBits.random(new Random(5), 300_000);
    Path bits = directory.resolve("node").resolve("bits");
    Path away = directory.resolve("away");
    try (TorrentEngine gateway = Engines.start();
        SeederNode _ = start(SHARE)) {
      Engines.seed(gateway, bit, directory.resolve("staging"));
      ScriptedTracker.say(
          Waiting.next(tracker.sessions),
          new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
      tracker.nextSaid(Completed.class);
    }
    tracker.said.clear();
    Files.move(bits, away);
    Files.createDirectory(bits);
    try (SeederNode node = start(SHARE)) {
      assertThat(node.status().state()).isEqualTo("paused");
      assertThat(node.status().pausedBecause().getFirst())
          .contains("is not the store of this node", "is its disk mounted?");
      node.consider();
      assertThat(tracker.said).isEmpty();
      assertThat(bits).isEmptyDirectory();

      Files.delete(bits);
      Files.move(away, bits);
      node.consider();

      assertThat(tracker.nextSaid(Inventory.class).bits())
          .containsExactly(bit.metainfo().infoHash());
      assertThat(node.status().lost()).isZero();
    }
  }

  @Test
  void share_changed_isToldAtOnceAndStaysUntilTheConfigurationChanges() throws Exception {
    try (SeederNode _ = start(SHARE)) {
      assertThat(tracker.nextSaid(Hello.class).shareBytes()).isEqualTo(SHARE);
      awaitShare(SHARE);

      ask("share", "{\"shareBytes\":15000000}");

      awaitShare(15_000_000);
    }
    try (SeederNode node = start(SHARE)) {
      assertThat(node.status().shareBytes()).isEqualTo(15_000_000);
    }
    try (SeederNode node = start(SHARE + 1)) {
      assertThat(node.status().shareBytes()).isEqualTo(SHARE + 1);
    }
  }

  @Test
  void reconfigure_shareAndManners_areTakenOverAtOnce() throws Exception {
    try (SeederNode node = start(SHARE)) {
      awaitShare(SHARE);
      node.reconfigure(config(SHARE + 5).with(SHARE + 5, Manners.NONE));
      awaitShare(SHARE + 5);
      Manners slow = new Manners(1 << 20, 1 << 20, WeekHours.ALWAYS, false, false, false);
      node.reconfigure(config(SHARE + 5).with(SHARE + 6, slow));
      awaitShare(SHARE + 6);
      assertThat(node.status().state()).isEqualTo("running");
    }
  }

  @Test
  void drain_saidInEachSession_untilTakenBack() throws Exception {
    try (SeederNode node = start(SHARE)) {
      var session = Waiting.next(tracker.sessions);
      ask("drain", "");
      assertThat(tracker.nextSaid(Leave.class)).isEqualTo(new Leave(true));

      ScriptedTracker.say(session, new Leaving(true, false, 7, 9, "draining: 7 of 9 bits left"));

      Waiting.until("told", () -> node.status().leave().bitsLeft() == 7);
      assertThat(node.status().leave().text()).isEqualTo("draining: 7 of 9 bits left");
    }
    try (SeederNode _ = start(SHARE)) {
      assertThat(tracker.nextSaid(Leave.class)).isEqualTo(new Leave(true));
      ask("undrain", "");
      // The wish may have been said twice before: when it came, and when the channel opened.
      Waiting.until("taken back", () -> !tracker.nextSaid(Leave.class).leaves());
    }
    try (SeederNode node = start(SHARE)) {
      assertThat(node.status().leave().leaving()).isFalse();
      tracker.nextSaid(Heartbeat.class);
      assertThat(tracker.said).noneMatch(Leave.class::isInstance);
    }
  }

  @Test
  void undrain_trackerAway_isRefusedForItCouldNotBeTold() throws Exception {
    try (SeederNode node = start(SHARE)) {
      Waiting.until("connected", () -> node.status().connected());
      ask("drain", "");
      tracker.close();
      Waiting.until("not connected", () -> !node.status().connected());

      assertThat(ask("undrain", "").statusCode()).isEqualTo(409);

      assertThat(node.status().leave().leaving()).isTrue();
      assertThatThrownBy(() -> node.leave(false)).hasMessageContaining("try again later");
    }
  }
}
