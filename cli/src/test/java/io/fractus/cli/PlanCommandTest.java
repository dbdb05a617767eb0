// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.tracker.Tracker;
import io.fractus.tracker.TrackerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code fractus plan} against a tracker that nodes have joined. */
final class PlanCommandTest {
  private static final int NODES = 8;

  @TempDir Path directory;
  private Tracker tracker;
  private Path token;

  @BeforeEach
  void start() throws IOException {
    tracker = Tracker.start(TrackerConfig.of(directory.resolve("tracker"), "127.0.0.1", 0));
    token = Files.writeString(directory.resolve("token"), tracker.tokens().admin());
    try (TrackerClient client = new TrackerClient(tracker.uri(), tracker.tokens().join())) {
      for (int i = 0; i < NODES; i++) {
        client.join(
            new JoinRequest(
                "n" + i, "site" + i, "r", "server", 1L << 30, "127.0.0.1", 7_001 + i, "test"));
      }
    }
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  private Terminal plan(int exitCode, String... arguments) {
    return plan(tracker.uri().toString(), exitCode, arguments);
  }

  private Terminal plan(String uri, int exitCode, String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("plan", "--tracker", uri, "--admin-token-file", token.toString()));
    line.addAll(List.of(arguments));
    Terminal terminal = new Terminal();
    assertThat(terminal.run(line.toArray(String[]::new))).as(terminal.err()).isEqualTo(exitCode);
    return terminal;
  }

  @Test
  void plan_ofALayout_showsItAsATable() {
    String out = plan(Failure.DONE, "--layout", "raid5:2+1x2").out();

    assertThat(out.lines()).hasSize(2);
    assertThat(out).startsWith("layout").contains("raid5:2+1x2").contains("3.00x");
  }

  @Test
  void plan_ofAWish_isOneObjectOfWhatMeetsIt() {
    String out = plan(Failure.DONE, "--availability", "0.9", "--json").out();

    JsonNode plan = Json.read(out, JsonNode.class);
    assertThat(plan.get("fits").asBoolean()).isTrue();
    assertThat(plan.get("choices")).isNotEmpty();
    plan.get("choices")
        .forEach(choice ->
            assertThat(choice.get("unavailableWorstHour").asDouble()).isLessThanOrEqualTo(0.1001));
  }

  @Test
  void plan_beyondTheCloud_failsAndSaysWhatIsInTheWay() {
    Terminal terminal = plan(Failure.FAILED, "--availability", "0.9999999", "--overhead", "1.5");

    assertThat(terminal.err()).contains("availability: 7.00 wished").contains("what would help");
  }

  @Test
  void plan_ofALayoutForMoreNodes_saysHowManyAreMissing() {
    assertThat(plan(Failure.FAILED, "--layout", "raid6:8+2").err()).contains("2 more nodes");
  }

  @Test
  void plan_whatIsNoQuestion_isWrongUsage() {
    plan(Failure.WRONG_USAGE);
    plan(Failure.WRONG_USAGE, "--layout", "raid6:8+2", "--durability", "3");
    plan(Failure.WRONG_USAGE, "--layout", "raid6:8+2", "--overhead", "3");
    assertThat(plan(Failure.FAILED, "--layout", "raid9:3").err()).contains("raid9:3");
    assertThat(plan(Failure.FAILED, "--availability", "1.5").err()).contains("1.5");
  }

  @Test
  void plan_noTracker_isNotReachable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    plan("http://127.0.0.1:" + free, Failure.NOT_REACHABLE, "--durability", "3");
  }
}
