// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.tracker.movement.MovementSettings;
import io.fractus.tracker.probe.TestBit;
import io.fractus.tracker.repair.RepairSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies that are made for readers and taken back, and copies that leave slow nodes. */
class MovementFlowTest {
  /** More than a look takes, so that what must not come would have. */
  private static final long SILENCE_MILLIS = 6_500;

  private static final int LENGTH = 1 << 20;
  private static final int NODES = 4;

  @TempDir private Path directory;
  private TestCloud cloud;

  /** One engine serves for all nodes. */
  private LibtorrentEngine engine;

  private final List<TestNode> nodes = new ArrayList<>();
  private volatile Duration ahead = Duration.ZERO;

  @BeforeEach
  void start() {
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
    cloud = cloud(MovementSettings.USUAL);
  }

  private TestCloud cloud(MovementSettings settings) {
    TrackerConfig config =
        new TrackerConfig(
                directory.resolve(settings.isOff() ? "off" : "on"),
                "127.0.0.1",
                0,
                "127.0.0.1",
                // A clock that is set does not make nodes silent here.
                Duration.ofDays(1_000))
            .with(settings)
            // What readers want no more would stay in reserve.
            .with(RepairSettings.USUAL.withReserve(0));
    return new TestCloud(config, Clocks.of(() -> Instant.now().plus(ahead)));
  }

  @AfterEach
  void stop() {
    cloud.close();
    engine.close();
  }

  private void join(int port) {
    for (int i = 0; i < NODES; i++) {
      TestNode node = new TestNode(cloud.join("n" + i, "site" + i), "n" + i, port);
      cloud.nodes.put(node.identity.nodeId(), node);
      nodes.add(node);
      cloud.connect(node, List.of());
    }
  }

  /** A bit that all nodes would serve, with some copies. */
  private InfoHash placed(long seed, int copies) throws Exception {
    TestBit bit = TestBit.random(seed, LENGTH, cloud.tracker.tokens().cloudId());
    Path bits = directory.resolve("bits");
    bit.writeTo(bits);
    engine.seed(bit.metainfo(), bits, null);
    InfoHash name = bit.metainfo().infoHash();
    cloud.gateway.place(
        new PlaceRequest(
            "rs:1x" + copies,
            List.of(new PlaceRequest.Bit(bit.metainfo(), copies)),
            TestCloud.GATEWAY));
    for (TestNode holder : holders(name)) {
      complete(holder, name);
    }
    return name;
  }

  private List<TestNode> holders(InfoHash bit) {
    return cloud.copies(bit).stream().map(Copy::nodeId).map(cloud::node).toList();
  }

  private List<TestNode> others(InfoHash bit) {
    List<TestNode> holders = holders(bit);
    return nodes.stream().filter(node -> !holders.contains(node)).toList();
  }

  private void complete(TestNode node, InfoHash bit) throws Exception {
    assertThat(node.expect(TrackerMessage.Assign.class).bit().infoHash()).isEqualTo(bit);
    node.completed(bit);
    TestCloud.await("complete", () -> cloud.completeOn(bit).contains(node.name));
  }

  private void read(TestNode node, InfoHash bit, int times, long millis) {
    Report report = new Report(node.identity.nodeId(), bit, Kind.SERVED, LENGTH, millis, "");
    int step = 50;
    for (int left = times; left > 0; left -= step) {
      cloud.gateway.report(Collections.nCopies(Math.min(step, left), report));
    }
  }

  private static void silent(List<TestNode> some) throws Exception {
    long millis = SILENCE_MILLIS;
    for (TestNode node : some) {
      assertThat(node.poll(millis)).as(node.name).isNull();
      millis = 1;
    }
  }

  private JsonNode send(String method, String path, String body) {
    try (Http admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin())) {
      return admin.send(method, path, body).body();
    }
  }

  private JsonNode status() {
    return send("GET", "/api/v1/movement", "");
  }

  /** A bit with two copies that is read much, and a third node, which is known to be fast. */
  private InfoHash hot() throws Exception {
    join(engine.port());
    InfoHash bit = placed(1, 2);
    InfoHash other = placed(2, 1);
    while (!others(bit).containsAll(holders(other))) {
      other = placed(3 + cloud.nodes.size(), 1);
    }
    read(holders(other).getFirst(), other, 20, 5);
    for (TestNode holder : holders(bit)) {
      read(holder, bit, 150, 1_000);
    }
    return bit;
  }

  @Test
  void hotBit_getsACopyOnAFastNode_andLosesOneWhenNobodyReadsIt() throws Exception {
    InfoHash bit = hot();

    TestCloud.await("begun", () -> cloud.copies(bit).size() == 3);
    assertThat(status().get("underWay").asInt()).isEqualTo(1);
    TestNode third =
        nodes.stream()
            .filter(node -> holders(bit).contains(node))
            .filter(node -> !cloud.completeOn(bit).contains(node.name))
            .findFirst()
            .orElseThrow();
    complete(third, bit);

    // Reads pick it.
    assertThat(cloud.copies(bit).getFirst().nodeName()).isEqualTo(third.name);
    TestCloud.await("settled", () -> status().get("underWay").asInt() == 0);
    assertThat(status().get("extraCopies").asInt()).isEqualTo(1);
    assertThat(status().get("today").get("hot").asInt()).isEqualTo(1);
    assertThat(cloud.events(third)).contains("extra-copy");
    silent(nodes);

    ahead = Duration.ofDays(6);

    TestCloud.await("fallen", () -> status().get("extraCopies").asInt() == 0);
    TestCloud.await("one went", () -> cloud.completeOn(bit).size() == 2);
    assertThat(status().get("today").get("fallen").asInt()).isEqualTo(1);
    assertThat(send("GET", "/api/v1/repair", "").get("today").get("surplus").asInt()).isEqualTo(1);
  }

  /** A bit with two copies, one of which is on a node that is slow. */
  private TestNode slowHolder(InfoHash bit) {
    TestNode slow = holders(bit).getFirst();
    send("PUT", "/api/v1/nodes/" + slow.name + "/tags/slow", "{}");
    return slow;
  }

  private TestNode fetching(InfoHash bit) {
    TestCloud.await("begun", () -> cloud.copies(bit).size() == 3);
    return holders(bit).stream()
        .filter(node -> !cloud.completeOn(bit).contains(node.name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void slowNode_itsCopyIsMadeElsewhere_andGoesWhenThatGaveARightPiece() throws Exception {
    join(engine.port());
    InfoHash bit = placed(1, 2);
    TestNode slow = slowHolder(bit);

    TestNode to = fetching(bit);
    cloud.restartTracker();
    for (TestNode node : nodes) {
      cloud.connect(node, node == to || others(bit).contains(node) ? List.of() : List.of(bit));
    }
    assertThat(slow.poll(0)).isNull();
    while (!cloud.completeOn(bit).contains(to.name)) {
      if (to.expect(TrackerMessage.Assign.class).bit().infoHash().equals(bit)) {
        to.completed(bit);
        TestCloud.await("complete", () -> cloud.completeOn(bit).contains(to.name));
      }
    }

    assertThat(slow.expect(TrackerMessage.Release.class).bit()).isEqualTo(bit);
    assertThat(cloud.completeOn(bit)).hasSize(2).contains(to.name).doesNotContain(slow.name);
    assertThat(status().get("today").get("demoted").asInt()).isEqualTo(1);
    assertThat(cloud.events(slow)).contains("moved");
  }

  @Test
  void newCopyGivesNoRightPiece_oldOneStays() throws Exception {
    join(1);
    InfoHash bit = placed(1, 2);
    TestNode slow = slowHolder(bit);

    complete(fetching(bit), bit);

    silent(List.of(slow));
    assertThat(cloud.copies(bit)).hasSize(3);
    assertThat(status().get("underWay").asInt()).isEqualTo(1);
  }

  @Test
  void somethingIsToBeRebuilt_hotBitHasToWait() throws Exception {
    // Nobody answers there, or the lost one would be seen to be back.
    join(1);
    InfoHash gone = placed(7, 1);
    TestNode lost = holders(gone).getFirst();
    lost.vanish();
    send("POST", "/api/v1/nodes/" + lost.name + "/lost", "");
    TestCloud.await("waits", () -> status().get("waitsFor").asString().contains("repair"));
    nodes.remove(lost);
    InfoHash bit = placed(1, 2);

    read(holders(bit).getFirst(), bit, 300, 1_000);

    silent(others(bit));
    assertThat(status().get("hotBits").asInt()).isEqualTo(1);
    assertThat(status().get("extraCopies").asInt()).isZero();

    cloud.gateway.release(List.of(gone));

    TestCloud.await("begun", () -> status().get("extraCopies").asInt() == 1);
  }

  @Test
  void off_movesNothing_andSaysSo() throws Exception {
    cloud.close();
    cloud = cloud(MovementSettings.OFF);
    join(engine.port());
    InfoHash bit = placed(1, 2);

    slowHolder(bit);
    read(holders(bit).getFirst(), bit, 300, 1_000);

    silent(others(bit));
    assertThat(status().get("waitsFor").asString()).isEqualTo("it is switched off");
    assertThat(status().get("bytesPerDay").asInt()).isZero();
  }
}
