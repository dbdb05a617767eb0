// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.tracker.probe.TestBit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies of nodes that come back, which are looked at over real sockets and kept in reserve. */
@Timeout(180)
class ReserveFlowTest {
  /** More than two rounds, so that what must not come would have. */
  private static final long SILENCE_MILLIS = 1_500;

  private static final int LENGTH = 1 << 20;

  @TempDir private Path directory;
  private final Map<TestNode, LibtorrentEngine> engines = new HashMap<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private TestCloud cloud;
  private TestBit bit;

  @BeforeEach
  void open() throws Exception {
    cloud = new TestCloud(directory);
    bit = TestBit.random(5, LENGTH, cloud.tracker.tokens().cloudId());
    bit.writeTo(directory.resolve("bits"));
  }

  @AfterEach
  void close() {
    cloud.close();
    engines.values().forEach(LibtorrentEngine::close);
  }

  private InfoHash infoHash() {
    return bit.metainfo().infoHash();
  }

  private LibtorrentEngine serving(int port) {
    LibtorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", port));
    engine.seed(bit.metainfo(), directory.resolve("bits"), null);
    return engine;
  }

  /** A node that serves the bit, whether or not the tracker gave it one. */
  private TestNode node() {
    LibtorrentEngine engine = serving(0);
    String name = "n" + nodes.size();
    TestNode node = new TestNode(cloud.join(name, "site-" + name), name, engine.port());
    nodes.add(node);
    engines.put(node, engine);
    cloud.nodes.put(node.identity.nodeId(), node);
    cloud.connect(node, List.of());
    return node;
  }

  private JsonNode send(String method, String path, String body) {
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      return admin.send(method, path, body).body();
    }
  }

  private JsonNode status() {
    return send("GET", "/api/v1/repair", "");
  }

  private long inReserve() {
    return status().get("reserve").get("copies").asLong();
  }

  /** Who still serves would be found again at once. */
  private void lose(TestNode node) {
    Objects.requireNonNull(engines.remove(node)).close();
    node.vanish();
    send("POST", "/api/v1/nodes/" + node.name + "/lost", "{\"reason\":\"said by a test\"}");
  }

  private void awaitReserve(long copies) {
    TestCloud.await(copies + " in reserve", () -> inReserve() == copies);
  }

  /** Of two copies one was lost, made again on a third node, and has come back. */
  private void comeBack() throws Exception {
    TestNode gone = node();
    node();
    PlaceRequest request =
        new PlaceRequest(
            "rs:1x2", List.of(new PlaceRequest.Bit(bit.metainfo(), 2)), TestCloud.GATEWAY);
    for (Copy copy : cloud.gateway.place(request).bits().getFirst().copies()) {
      TestNode node = cloud.node(copy.nodeId());
      node.expect(TrackerMessage.Assign.class);
      node.completed(infoHash());
    }
    TestCloud.await("placed", () -> cloud.completeOn(infoHash()).size() == 2);
    TestNode third = node();
    lose(gone);
    third.expect(TrackerMessage.Assign.class);
    third.completed(infoHash());
    TestCloud.await("repaired", () -> status().get("today").get("copies").asInt() == 1);

    engines.put(gone, serving(gone.port));
    cloud.connect(gone, List.of(infoHash()));
    awaitReserve(1);
  }

  @Test
  void lostNodeComesBack_itsCopyStaysInReserve_andNothingIsCopiedWhenTheNextGoes()
      throws Exception {
    comeBack();

    assertThat(status().get("reserve").get("bytes").asLong()).isGreaterThanOrEqualTo(LENGTH);
    assertThat(cloud.events(nodes.getFirst())).contains("returned");
    List<String> roles = new ArrayList<>();
    send("GET", "/api/v1/swarms/" + infoHash(), "")
        .get("holders")
        .forEach(holder -> roles.add(holder.get("outlook").get("role").asString()));
    assertThat(roles).hasSize(3).containsOnlyOnce("reserve");
    TestNode fourth = node();

    lose(nodes.get(1));

    awaitReserve(0);
    for (TestNode node : nodes) {
      assertThat(node.poll(SILENCE_MILLIS)).as(node.name).isNull();
    }
    assertThat(cloud.completeOn(infoHash())).doesNotContain(fourth.name);
    JsonNode today = status().get("today");
    assertThat(today.get("copies").asInt()).isEqualTo(1);
    assertThat(today.get("surplus").asInt()).isZero();
  }

  @Test
  void reserve_aHolderHasLittleSpaceLeft_givesItBack() throws Exception {
    comeBack();
    TestNode crowded = nodes.get(2);
    crowded.vanish();

    crowded.connect(cloud.tracker.uri(), LENGTH + LENGTH / 8, List.of(infoHash()));

    assertThat(crowded.expect(TrackerMessage.Release.class).bit()).isEqualTo(infoHash());
    awaitReserve(0);
    assertThat(status().get("today").get("surplus").asInt()).isEqualTo(1);
    assertThat(cloud.completeOn(infoHash()))
        .containsExactly(nodes.getFirst().name, nodes.get(1).name);
  }

  @Test
  void reserve_aStripeIsRefusedForWantOfSpace_goes() throws Exception {
    comeBack();
    // Everywhere there is more space than is left alone, and less than the stripe needs.
    for (TestNode node : nodes) {
      node.vanish();
      node.connect(cloud.tracker.uri(), 6L * LENGTH, List.of(infoHash()));
      TestCloud.await(node.name + " online", () -> cloud.view(node).shareBytes() == 6L * LENGTH);
    }
    TestBit large = TestBit.random(6, 6 * LENGTH, cloud.tracker.tokens().cloudId());

    assertThat(
            catchThrowable(() ->
                cloud.gateway.place(
                    new PlaceRequest(
                        "rs:1x1",
                        List.of(new PlaceRequest.Bit(large.metainfo(), 1)),
                        TestCloud.GATEWAY))))
        .hasMessageContaining("space");

    TestCloud.await("let go", () -> cloud.completeOn(infoHash()).size() == 2);
    awaitReserve(0);
    assertThat(status().get("reserve").get("givesWayUntil").isString()).isTrue();
  }
}
