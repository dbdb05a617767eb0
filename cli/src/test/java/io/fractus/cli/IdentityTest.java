// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.NodeConfig;
import io.fractus.node.SeederNode;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who is who: nodes and a tracker that run, with directories that are copied and secrets stolen.
 */
final class IdentityTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Tracker tracker;

  @BeforeEach
  void start() {
    tracker = startTracker(0);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  private Tracker startTracker(int port) {
    return Tracker.start(
        new TrackerConfig(
            directory.resolve("tracker"), "127.0.0.1", port, "127.0.0.1", Duration.ofSeconds(60)));
  }

  private SeederNode node(String in) {
    NodeConfig config =
        new NodeConfig(
            directory.resolve(in),
            tracker.uri(),
            Optional.of(tracker.tokens().join()),
            "n1",
            "site-1",
            "region-1",
            "lab",
            20_000_000,
            "127.0.0.1",
            0,
            Optional.empty(),
            0);
    return SeederNode.start(
        config,
        from ->
            LibtorrentEngine.start(EngineConfig.listening(from.listenHost(), from.listenPort())));
  }

  private List<String> events() {
    try (TrackerClient client = new TrackerClient(tracker.uri(), tracker.tokens().gateway())) {
      return client.events("n1").stream().map(NodeEvent::kind).toList();
    }
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private void copy(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(to).resolve(source.relativize(file).toString()));
      }
    }
  }

  @Test
  void copiedDirectory_bothRun_theSecondIsRefusedAndTheFirstIsLeftAlone() throws Exception {
    try (SeederNode original = node("node")) {
      await("connected", () -> original.status().connected());
      copy("node", "copy");
      try (SeederNode clone = node("copy")) {
        await("refused", () -> clone.status().channel().contains("this directory is a copy"));

        assertThat(clone.status().channel()).contains("stop one of the two", "empty directory");
        assertThat(clone.status().connected()).isFalse();
        assertThat(original.status().connected()).isTrue();
        assertThat(events()).containsExactly("cloned", "online", "joined");
      }
    }
  }

  @Test
  void restart_ofNodeAndTracker_isNoClone() throws Exception {
    for (int start = 0; start < 3; start++) {
      try (SeederNode node = node("node")) {
        await("connected", () -> node.status().connected());
        int port = tracker.port();
        tracker.close();
        await("alone", () -> !node.status().connected());
        tracker = startTracker(port);
        await("connected again", () -> node.status().connected());
      }
    }
    assertThat(events()).doesNotContain("cloned", "wrong-key", "old-directory");
  }

  @Test
  void oldDirectory_startedAgain_isNoticed() throws Exception {
    node("node").close();
    copy("node", "backup");
    for (int start = 0; start < 2; start++) {
      try (SeederNode node = node("node")) {
        await("connected", () -> node.status().connected());
      }
    }
    try (SeederNode node = node("backup")) {
      await("connected", () -> node.status().connected());
    }
    assertThat(events()).contains("old-directory");
  }

  @Test
  void token_withoutTheKey_opensNoChannel() throws Exception {
    node("node").close();
    String identity = Files.readString(directory.resolve("node").resolve("node.json"));
    String token = identity.replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      WebSocket socket =
          http.newWebSocketBuilder()
              .header("Authorization", "Bearer " + token)
              .buildAsync(
                  URI.create("ws://" + tracker.uri().getAuthority() + "/api/v1/channel"),
                  new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                      closed.complete(status);
                      return CompletableFuture.completedStage(null);
                    }
                  })
              .join();

      var _ =
          socket.sendText(
              "{\"type\":\"proof\",\"instance\":\"a\",\"starts\":9,\"signature\":\"AAAA\"}", true);

      assertThat(closed.get(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(4003);
      http.shutdownNow();
    }
    await("event", () -> events().contains("wrong-key"));
  }

  @Test
  void join_nameOfAnotherKey_isRefusedAndWithItsOwnKeyGivenNewSecrets() throws Exception {
    node("node").close();
    assertThatThrownBy(() -> node("other").close()).hasMessageContaining("has joined before");

    // As if the answer to its join had been lost.
    Files.delete(directory.resolve("node").resolve("node.json"));
    try (SeederNode node = node("node")) {
      await("connected", () -> node.status().connected());
    }
    try (TrackerClient client = new TrackerClient(tracker.uri(), tracker.tokens().gateway())) {
      assertThat(client.nodes()).hasSize(1);
    }
  }
}
