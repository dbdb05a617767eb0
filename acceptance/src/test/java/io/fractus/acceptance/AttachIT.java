// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clouds whose only node is a stock client of Debian with an agent beside it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class AttachIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String BUCKET = "attached";
  private static final int SIZE = 3_500_007;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"transmission", "qbittorrent", "aria2", "rtorrent", "deluge"})
  void object_onAClientAlone_isReadFromItAndLeavesNothing(String kind) throws Exception {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("AttachIT: -Dfractus.seed=" + seed);
    byte[] body = Bytes.random(seed, SIZE);
    try (AttachCloud cloud = new AttachCloud(directory, "raid1:1+0x1");
        StockClient client = AgentClients.of(kind, directory.resolve(kind), cloud.host)) {
      client.start();
      RoleProcess agent = cloud.attach(kind, client, "node", "20MB");
      try {
        Await.until("the node is online", LIMIT, () -> cloud.node("node").online());
        cloud.awaitReady();
        placeAndRead(cloud, client, body);
        agent.stop();
        agent.start();
        Await.until("the node is online again", LIMIT, () -> cloud.node("node").online());
        checkNothingLost(cloud, body);
        moveAway(cloud, client, body);
        deleteAll(cloud, client);
        if (kind.equals("qbittorrent")) {
          assertThat(agent.log()).contains("enable_multi_connections_from_same_ip: false -> true");
        }
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new AssertionError(cloud.logs() + "---\n" + client.log()));
        throw e;
      }
    }
  }

  private static void placeAndRead(AttachCloud cloud, StockClient client, byte[] body)
      throws IOException {
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    rest.put(BUCKET, "object", body).orFail();
    cloud.awaitSpread(BUCKET, "object");
    List<Stripe> stripes = cloud.stripes(BUCKET, "object");
    assertThat(stripes.stream().flatMap(s -> s.bits().stream()))
        .allSatisfy(bit -> assertThat(bit.nodes()).containsExactly("node"));
    assertThat(bits(client))
        .hasSize((int) stripes.stream().flatMap(s -> s.bits().stream()).count());
    // What it has not on its disk and forgot with its process, the gateway has from the client.
    assertThat(cloud.staged()).isEmpty();
    cloud.restartGateway();
    cloud.awaitReady();
    assertThat(cloud.staged()).isEmpty();
    Bytes.assertSame(
        "from the client alone", cloud.rest().get(BUCKET, "object").orFail().body(), body);
  }

  private static void checkNothingLost(AttachCloud cloud, byte[] body) throws IOException {
    Bytes.assertSame("after the agent", cloud.rest().get(BUCKET, "object").orFail().body(), body);
    try (TrackerClient tracker = cloud.tracker()) {
      assertThat(tracker.events("node"))
          .extracting(NodeEvent::kind)
          .doesNotContain("lost", "corrupt", "disk");
    }
  }

  /** Another node takes the bits over from the client, which then has none. */
  private static void moveAway(AttachCloud cloud, StockClient client, byte[] body)
      throws IOException {
    cloud.addNode("other");
    Await.until("the other node is online", LIMIT, () -> cloud.node("other").online());
    cloud.drain("node");
    Await.until("its bits have moved away", LIMIT, () -> bits(client).isEmpty());
    Bytes.assertSame("moved", cloud.rest().get(BUCKET, "object").orFail().body(), body);
    cloud.undrain("node");
    cloud.drain("other");
    Await.until("and back", LIMIT, () -> cloud.node("other").bits() == 0);
    assertThat(bits(client)).isNotEmpty();
    Bytes.assertSame("and back", cloud.rest().get(BUCKET, "object").orFail().body(), body);
  }

  private static void deleteAll(AttachCloud cloud, StockClient client) throws IOException {
    RestClient rest = cloud.rest();
    rest.delete(RestClient.path(BUCKET, "object"));
    Await.until("no bit is left with the client", LIMIT, () -> bits(client).isEmpty());
    Await.until("the node is empty", LIMIT, () -> cloud.node("node").bits() == 0);
  }

  private static List<Path> bits(StockClient client) throws IOException {
    Path folder = client.downloads.resolve("fractus");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches("[0-9a-f]{32}")).toList();
    }
  }
}
