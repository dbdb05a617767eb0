// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import io.fractus.node.NodeConfig;
import io.fractus.node.NodeStatus;
import io.fractus.node.SeederNode;
import io.fractus.protocol.Json;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The owner's commands against a node and a tracker that run. */
final class NodeCommandsTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Tracker tracker;
  private SeederNode node;

  @BeforeEach
  void start() throws Exception {
    tracker =
        Tracker.start(
            new TrackerConfig(
                directory.resolve("tracker"), "127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(60)));
    NodeConfig config =
        new NodeConfig(
            directory.resolve("node"),
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
    node =
        SeederNode.start(
            config,
            from ->
                LibtorrentEngine.start(
                    EngineConfig.listening(from.listenHost(), from.listenPort())));
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (!node.status().connected()) {
      assertThat(System.nanoTime()).as("connected in time").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @AfterEach
  void stop() {
    node.close();
    tracker.close();
  }

  private Terminal run(int expected, String... arguments) {
    Terminal terminal = new Terminal();
    List<String> all = new ArrayList<>(List.of("node"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", directory.resolve("node").toString()));
    assertThat(terminal.run(all.toArray(String[]::new))).as(terminal.err()).isEqualTo(expected);
    return terminal;
  }

  @Test
  void status_runningNode_saysTheSameToPeopleAndMachines() {
    assertThat(run(Failure.DONE, "status").out())
        .contains("n1 (", "state    running", "share    0 B of 20.0 MB used");
    NodeStatus read = Json.read(run(Failure.DONE, "status", "--json").out(), NodeStatus.class);
    assertThat(read.name()).isEqualTo("n1");
    assertThat(read.shareBytes()).isEqualTo(20_000_000);
  }

  @Test
  void status_directoryFromTheConfiguration_isFound() throws Exception {
    Path config = directory.resolve("node.toml");
    Files.writeString(config, "[node]\ndata = \"" + directory.resolve("node") + "\"\n");
    Terminal terminal = new Terminal();

    assertThat(terminal.run("node", "status", "--config", config.toString())).isZero();

    assertThat(terminal.out()).contains("n1");
  }

  @Test
  void pauseResumeAndShare_runningNode_areDone() {
    assertThat(run(Failure.DONE, "pause").err()).contains("n1 is paused");
    assertThat(run(Failure.DONE, "status").out()).contains("paused by its owner");
    assertThat(run(Failure.DONE, "resume").err()).contains("n1 goes on");
    assertThat(run(Failure.DONE, "share", "50MB").err()).contains("n1 offers 50.0 MB");
    assertThat(node.status().shareBytes()).isEqualTo(50_000_000);
    assertThat(run(Failure.FAILED, "share", "1MB").err()).contains("at least 10000000 bytes");
  }

  @Test
  void drainAndUndrain_emptyNode_endsWhenTheTrackerSaysSo() {
    assertThat(run(Failure.DONE, "drain", "--timeout", "60").err()).contains("n1 is drained");
    assertThat(run(Failure.DONE, "status").out()).contains("leaving  drained");
    assertThat(run(Failure.DONE, "undrain").err()).contains("n1 takes part again");
  }

  @Test
  void anyCommand_noNodeRuns_isNotReachable() {
    node.close();
    assertThat(run(Failure.NOT_REACHABLE, "drain").err()).contains("no node runs on");
    assertThat(run(Failure.NOT_REACHABLE, "status").err()).contains("no node runs on");
  }

  @Test
  void configuration_written_isTakenOverByTheRunningProcess() throws Exception {
    Path file = directory.resolve("node.toml");
    Path own = directory.resolve("other");
    Files.writeString(directory.resolve("join.token"), tracker.tokens().join() + "\n");
    String settings =
        """
        [node]
        tracker = "%s"
        token-file = "%s"
        data = "%s"
        name = "n2"
        port = 0
        share = "%s"
        """;
    String join = directory.resolve("join.token").toString();
    Files.writeString(file, settings.formatted(tracker.uri(), join, own, "20MB"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.fractus.cli.Main",
                "node",
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("node.log").toFile())
            .start();
    try {
      awaitShare(file, "0 B of 20.0 MB");
      Files.delete(directory.resolve("join.token"));
      Files.writeString(file, settings.formatted(tracker.uri(), join, own, "30MB"));
      awaitShare(file, "0 B of 30.0 MB");
      // What is wrong changes nothing.
      Files.writeString(file, "[node]\nshare = \"a lot\"\n");
      Thread.sleep(Limits.CONFIG_POLL.plusSeconds(1));
      Files.writeString(file, settings.formatted(tracker.uri(), join, own, "40MB"));
      awaitShare(file, "0 B of 40.0 MB");
    } finally {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(directory.resolve("node.log"))).contains("is not taken over");
  }

  private static void awaitShare(Path config, String share) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    Terminal terminal;
    do {
      terminal = new Terminal();
      terminal.run("node", "status", "--config", config.toString());
      assertThat(System.nanoTime()).as(share + " in " + terminal.out()).isLessThan(deadline);
      Thread.sleep(50);
    } while (!terminal.out().contains(share));
  }

  @Test
  void token_createListAndRevoke_areDone() throws Exception {
    Path admin = directory.resolve("tracker").resolve("admin.token");
    List<String> where =
        List.of("--tracker", tracker.uri().toString(), "--admin-token-file", admin.toString());
    Terminal made = token(where, "create", "--uses", "3", "--expires", "7d", "--note", "lab");
    assertThat(made.out().strip()).hasSize(43);
    assertThat(made.err()).contains("token 1 lets 3 join until ");
    assertThat(token(where, "list").out())
        .contains("3 of    3", "lab")
        .doesNotContain(made.out().strip());
    assertThat(token(where, "revoke", "1").err()).contains("nobody can join with token 1");
    assertThat(token(where, "list").out()).contains("revoked");
  }

  private static Terminal token(List<String> where, String... arguments) {
    Terminal terminal = new Terminal();
    List<String> all = new ArrayList<>(List.of("token"));
    all.addAll(List.of(arguments));
    all.addAll(where);
    assertThat(terminal.run(all.toArray(String[]::new))).as(terminal.err()).isZero();
    return terminal;
  }

  @Test
  void help_everyNodeCommand_hasExamples() {
    for (String command :
        List.of("join", "status", "share", "pause", "resume", "drain", "undrain")) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run("node", command, "--help")).as(command).isZero();
      assertThat(terminal.out()).as(command).contains("Example", "fractus node " + command);
    }
  }
}
