// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The cable of a machine is pulled for a while, and its address changes, while its node runs. */
final class NetworkGoneIT {
  private static final String BUCKET = "net";
  private static final int SIZE = 3_000_001;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Longer than nodes and tracker take to notice. */
  private static final Duration GONE = Duration.ofSeconds(45);

  private static final List<String> REMOTE = List.of("remote-0", "remote-1");
  private static final List<String> ENGINES = List.of("libtorrent", "java");

  private final List<Process> nodes = new ArrayList<>();

  @Test
  void cablePulledAndAddressChanged_nodeIsThereAgainWithItsBits() throws Exception {
    try (Lan lan = Lan.open(REMOTE.size());
        Cloud cloud = Cloud.start(4, "raid1:1x4", "--host", lan.host())) {
      try {
        for (int i = 0; i < REMOTE.size(); i++) {
          int machine = i;
          nodes.add(
              JoinedNode.start(
                  cloud, REMOTE.get(i), ENGINES.get(i), command -> lan.on(machine, command)));
        }
        awaitServing(cloud, REMOTE);
        checkAll(lan, cloud);
        assertThat(nodes).as("the processes of before").allMatch(Process::isAlive);
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new AssertionError(cloud.tails()));
        throw e;
      } finally {
        nodes.forEach(node -> Processes.kill(node.toHandle()));
      }
    }
  }

  private static void checkAll(Lan lan, Cloud cloud) throws Exception {
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("NetworkGoneIT: -Dfractus.seed=" + seed);
    byte[] striped = Bytes.random(seed, SIZE);
    byte[] copied = Bytes.random(seed + 1, SIZE);
    // On each of the six nodes there is something of each object.
    rest.put(BUCKET, "striped", striped, layout("raid6:4+2x1")).orFail();
    rest.put(BUCKET, "copied", copied, layout("raid1:1x6")).orFail();
    rest.put(BUCKET, "deleted", copied, layout("raid6:4+2x1")).orFail();
    for (String key : List.of("striped", "copied", "deleted")) {
      cloud.awaitSpread(BUCKET, key, PATIENCE);
    }

    try (Reader reader = new Reader(rest, BUCKET, "striped", striped)) {
      for (int i = 0; i < REMOTE.size(); i++) {
        checkPulled(lan, cloud, i, reader, striped);
      }
      checkReadsFromRemote(cloud, striped, copied, "after the cables were in again");
      for (int i = 0; i < REMOTE.size(); i++) {
        checkMoved(lan, cloud, i);
      }
      checkReadsFromRemote(cloud, striped, copied, "at the new addresses");
      assertThat(reader.stop()).as("reads that went well").isPositive();
    }
    checkFetchedFromRemote(cloud, copied);
  }

  private static Map<String, String> layout(String layout) {
    return Map.of("X-Fractus-Layout", layout);
  }

  private static void checkPulled(Lan lan, Cloud cloud, int machine, Reader reader, byte[] striped)
      throws Exception {
    String node = REMOTE.get(machine);
    Map<Path, Object> before = files(cloud, node);

    lan.pull(machine);
    int good = reader.good();
    cloud.awaitOffline(List.of(node));
    if (machine == 0) {
      // What its node shall not have any more it is told when it is back.
      cloud.rest().delete(RestClient.path(BUCKET, "deleted")).orFail();
    }
    Thread.sleep(GONE);
    assertThat(reader.good()).as("reads while %s was gone", node).isGreaterThan(good);
    byte[] read = cloud.rest().get(BUCKET, "striped").orFail().body();
    Bytes.assertSame("while " + node + " was gone", read, striped);

    lan.plug(machine);
    awaitServing(cloud, List.of(node));
    cloud.awaitSpread(BUCKET, "striped", PATIENCE);
    cloud.awaitSpread(BUCKET, "copied", PATIENCE);
    int expected = stripes(cloud, "striped") + stripes(cloud, "copied");
    Await.until(
        "only what was deleted goes", PATIENCE, () -> files(cloud, node).size() == expected);
    assertThat(before).as("no bit was fetched anew").containsAllEntriesOf(files(cloud, node));
  }

  private static void checkMoved(Lan lan, Cloud cloud, int machine) throws Exception {
    String node = REMOTE.get(machine);
    Map<Path, Object> before = files(cloud, node);
    String to = lan.address(20 + machine);

    lan.move(machine, lan.firstAddress(machine), to);

    Await.until(
        node + " at " + to,
        PATIENCE,
        () -> address(cloud, node).startsWith(to + ":") && cloud.onlineNodes().contains(node));
    awaitServing(cloud, List.of(node));
    cloud.awaitSpread(BUCKET, "striped", PATIENCE);
    assertThat(files(cloud, node)).as("its bits").isEqualTo(before);
  }

  private static int stripes(Cloud cloud, String key) throws IOException {
    return cloud.stripes(BUCKET, key).size();
  }

  private static String address(Cloud cloud, String node) throws IOException {
    return Admin.node(cloud, node).required("address").stringValue();
  }

  /** Online, and a probe of the tracker got through to where the node says that it is. */
  private static void awaitServing(Cloud cloud, List<String> names) {
    for (String name : names) {
      Await.until(
          "serving: " + name,
          PATIENCE,
          () -> {
            JsonNode node = Admin.node(cloud, name);
            return cloud.onlineNodes().contains(name)
                && node.required("inbound").isBoolean()
                && node.required("inbound").booleanValue();
          });
    }
  }

  /** With two of the six gone, each bit that is left is needed. */
  private static void checkReadsFromRemote(Cloud cloud, byte[] striped, byte[] copied, String when)
      throws IOException {
    List<String> local = cloud.processes().nodes();
    cloud.kill(local.subList(0, 2));
    cloud.awaitOffline(local.subList(0, 2));
    Bytes.assertSame(when, cloud.rest().get(BUCKET, "striped").orFail().body(), striped);
    cloud.kill(local.subList(2, 4));
    cloud.awaitOffline(local);
    Bytes.assertSame(when, cloud.rest().get(BUCKET, "copied").orFail().body(), copied);
    cloud.startAgain(local);
  }

  /** A node that lost its disk gets it again from those that have moved, who alone have it. */
  private static void checkFetchedFromRemote(Cloud cloud, byte[] copied) throws IOException {
    List<String> local = cloud.processes().nodes();
    String empty = local.getFirst();
    cloud.kill(local);
    cloud.awaitOffline(local);
    for (Path bit : Disk.bits(cloud.nodeDirectory(empty))) {
      Files.delete(bit);
    }
    cloud.startAgain(List.of(empty));
    Await.until(
        "copied again",
        PATIENCE,
        () ->
            cloud.stripes(BUCKET, "copied").getFirst().bits().getFirst().nodes().contains(empty)
                && !Disk.bits(cloud.nodeDirectory(empty)).isEmpty());
    Bytes.assertSame("in the end", cloud.rest().get(BUCKET, "copied").orFail().body(), copied);
  }

  /** The files of a node's bits and what they would have others of if they were fetched anew. */
  private static Map<Path, Object> files(Cloud cloud, String node) throws IOException {
    Map<Path, Object> files = new TreeMap<>();
    for (Path bit : Disk.bits(cloud.nodeDirectory(node))) {
      files.put(bit, Files.getAttribute(bit, "unix:ino") + " " + Files.getLastModifiedTime(bit));
    }
    return files;
  }
}
