// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.DataDirectoryException;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeederNodeTest {
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

  @Test
  void start_first_joinsThenHoldsWhatIsAssignedAcrossARestart() throws Exception {
    TestBits bit = TestBits.random(new Random(5), 300_000);
    try (TorrentEngine gateway = Engines.start();
        SeederNode node = start(config("n1", ScriptedTracker.JOIN_TOKEN, 0))) {
      JoinRequest request = Waiting.next(tracker.joined);
      assertThat(request.name()).isEqualTo("n1");
      assertThat(request.host()).isEqualTo("127.0.0.1");
      assertThat(request.port()).isEqualTo(node.status().port());
      assertThat(tracker.nextSaid(Hello.class).port()).isEqualTo(node.status().port());
      assertThat(tracker.nextSaid(Inventory.class)).isEqualTo(new Inventory(List.of(), true));

      Engines.seed(gateway, bit, directory.resolve("staging"));
      ScriptedTracker.say(
          Waiting.next(tracker.sessions),
          new Assign(bit.metainfo(), List.of(Engines.address(gateway))));

      assertThat(tracker.nextSaid(Completed.class).bit()).isEqualTo(bit.metainfo().infoHash());
      assertThat(tracker.nextSaid(Heartbeat.class).shareBytes()).isEqualTo(SHARE);
      assertThat(node.status().bits()).isEqualTo(1);
      assertThat(node.status().connected()).isTrue();
    }
    tracker.said.clear();

    // No join token any more: the identity is in the directory.
    try (SeederNode node = start(config("n1", "", 0));
        TorrentEngine reader = Engines.start()) {
      assertThat(tracker.nextSaid(Inventory.class).bits())
          .containsExactly(bit.metainfo().infoHash());
      assertThat(
              Engines.fetch(
                  reader,
                  bit,
                  new PeerAddress("127.0.0.1", node.status().port()),
                  directory.resolve("reader")))
          .isEqualTo(bit.bytes());
      assertThat(node.status().hashedBytes()).isZero();
    }
    assertThat(tracker.joined).isEmpty();
  }

  @Test
  void start_withoutJoinToken_saysWhatIsMissing() {
    assertThatThrownBy(() -> start(config("n1", "", 0)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("give it the join token");
  }

  @Test
  void start_wrongJoinToken_saysWhatTheTrackerSaidAndLetsGoOfTheDirectory() {
    assertThatThrownBy(() -> start(config("n1", "wrong-one", 0)))
        .isInstanceOf(NodeException.class)
        .hasMessage("cannot join: the join token is not right");
    try (SeederNode node = start(config("n1", ScriptedTracker.JOIN_TOKEN, 0))) {
      assertThat(node.status().name()).isEqualTo("n1");
    }
  }

  @Test
  void start_directoryOfAnotherNode_isRefused() {
    start(config("n1", ScriptedTracker.JOIN_TOKEN, 0)).close();

    assertThatThrownBy(() -> start(config("n2", ScriptedTracker.JOIN_TOKEN, 0)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("belongs to node n1 of cloud " + TestBits.CLOUD);
  }

  @Test
  void start_directoryInUse_isRefused() {
    try (SeederNode _ = start(config("n1", ScriptedTracker.JOIN_TOKEN, 0))) {
      assertThatThrownBy(() -> start(config("n1", ScriptedTracker.JOIN_TOKEN, 0)))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void start_trackerOfAnotherCloud_isRefused() {
    start(config("n1", ScriptedTracker.JOIN_TOKEN, 0)).close();
    int port = tracker.port();
    tracker.close();
    tracker = new ScriptedTracker("another-cloud", port);

    assertThatThrownBy(() -> start(config("n1", ScriptedTracker.JOIN_TOKEN, 0)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("is of cloud another-cloud");
  }

  @Test
  void start_trackerAway_servesAndConnectsLater() throws Exception {
    start(config("n1", ScriptedTracker.JOIN_TOKEN, 0)).close();
    int port = tracker.port();
    tracker.close();
    try (SeederNode node = start(config("n1", "", 0))) {
      assertThat(node.status().connected()).isFalse();

      tracker = new ScriptedTracker(TestBits.CLOUD, port);

      Waiting.until("connected", () -> node.status().connected());
    }
  }

  @Test
  void statusPages_connected_tellHealthWithoutSecrets() throws Exception {
    int port = freePort();
    try (SeederNode node = start(config("n1", ScriptedTracker.JOIN_TOKEN, port))) {
      Waiting.until("connected", () -> node.status().connected());

      assertThat(get(port, "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(port, "/metrics").body()).contains("\nfractus_node_connected 1\n");
      assertThat(get(port, "/status").body())
          .contains("\"name\":\"n1\"")
          .doesNotContain(ScriptedTracker.NODE_TOKEN)
          .doesNotContain("passkey");
      assertThat(get(port, "/other").statusCode()).isEqualTo(404);
      assertThat(get(port, "/healthz/more").statusCode()).isEqualTo(404);

      tracker.close();

      Waiting.until("not ready", () -> get(port, "/readyz").statusCode() == 503);
      assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SeederNode start(NodeConfig config) {
    return SeederNode.start(
        config,
        from ->
            LibtorrentEngine.start(EngineConfig.listening(from.listenHost(), from.listenPort())));
  }

  private NodeConfig config(String name, String joinToken, int statusPort) {
    return new NodeConfig(
        directory.resolve("node"),
        tracker.uri(),
        joinToken.isEmpty() ? Optional.empty() : Optional.of(joinToken),
        name,
        "site-1",
        "region-1",
        "lab",
        SHARE,
        "127.0.0.1",
        0,
        Optional.empty(),
        statusPort);
  }
}
