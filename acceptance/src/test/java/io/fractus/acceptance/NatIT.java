// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes behind one address, without an inbound port, serve by connecting out. */
final class NatIT {
  private static final String BUCKET = "nat";
  private static final int SIZE = 9_000_001;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> INSIDE = List.of("inside-0", "inside-1");
  private static final List<String> ENGINES = List.of("libtorrent", "java");

  @Test
  void nodesBehindOneAddress_noInboundPort_serveByConnectingOut() throws Exception {
    try (Nat nat = Nat.open();
        Cloud cloud = Cloud.start(2, "raid1:1x2", "--host", nat.outside())) {
      List<Process> nodes = new ArrayList<>();
      try {
        for (int i = 0; i < INSIDE.size(); i++) {
          int machine = i;
          nodes.add(
              JoinedNode.start(
                  cloud, INSIDE.get(i), ENGINES.get(i), command -> nat.on(machine, command)));
        }
        checkServing(nat, cloud, nodes);
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new AssertionError(cloud.tails()));
        throw e;
      } finally {
        nodes.forEach(node -> Processes.kill(node.toHandle()));
      }
    }
  }

  private static void checkServing(Nat nat, Cloud cloud, List<Process> nodes) throws Exception {
    // Shown before they hold anything.
    for (String node : INSIDE) {
      Await.until("found to have no inbound port: " + node, PATIENCE, () -> callsOut(cloud, node));
      assertThat(Admin.node(cloud, node).required("address").stringValue())
          .as("the address that both have outside")
          .startsWith(nat.address() + ":");
      assertThat(Admin.events(cloud, node)).contains("no-inbound");
    }
    assertThat(Admin.node(cloud, "node-01").required("inbound").booleanValue()).isTrue();
    for (int i = 0; i < INSIDE.size(); i++) {
      checkStatus(nat, cloud, i);
    }

    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("NatIT: -Dfractus.seed=" + seed);
    byte[] body = Bytes.random(seed, SIZE);
    // As many copies as nodes: each bit is on both of them.
    rest.put(BUCKET, "object", body, Map.of("X-Fractus-Layout", "raid1:1x4")).orFail();
    cloud.awaitSpread(BUCKET, "object", PATIENCE);
    assertThat(holders(cloud)).containsAll(INSIDE);

    List<String> outside = cloud.processes().nodes();
    cloud.kill(outside);
    cloud.awaitOffline(outside);
    Bytes.assertSame("from inside alone", rest.get(BUCKET, "object").orFail().body(), body);
    Processes.kill(nodes.get(1).toHandle());
    cloud.awaitOffline(List.of(INSIDE.get(1)));
    Bytes.assertSame("from one inside alone", rest.get(BUCKET, "object").orFail().body(), body);

    // A node that lost its disk gets all of it again, and nobody but the one inside has it.
    String empty = outside.getFirst();
    for (Path bit : Disk.bits(cloud.nodeDirectory(empty))) {
      Files.delete(bit);
    }
    cloud.startAgain(List.of(empty));
    Await.until("copies again on " + empty, PATIENCE, () -> holdsAll(cloud, empty));
    Processes.kill(nodes.get(0).toHandle());
    cloud.awaitOffline(INSIDE);
    Bytes.assertSame("from the new copies alone", rest.get(BUCKET, "object").orFail().body(), body);
  }

  private static void checkStatus(Nat nat, Cloud cloud, int number) {
    String directory = cloud.nodeDirectory(INSIDE.get(number)).toString();
    List<String> command = nat.on(number, Tool.fractus("node", "status", "--dir", directory));
    Await.until(
        "status of " + INSIDE.get(number),
        PATIENCE,
        () ->
            Tool.run(command, Map.of(), Tool.LIMIT)
                .orFail()
                .output()
                .contains("no inbound port: serves by connecting out"));
  }

  private static boolean callsOut(Cloud cloud, String name) throws IOException {
    JsonNode inbound = Admin.node(cloud, name).required("inbound");
    return inbound.isBoolean() && !inbound.booleanValue();
  }

  private static Set<String> holders(Cloud cloud) throws IOException {
    Set<String> holders = new HashSet<>();
    cloud.stripes(BUCKET, "object").forEach(s -> s.bits().forEach(b -> holders.addAll(b.nodes())));
    return holders;
  }

  private static boolean holdsAll(Cloud cloud, String node) throws IOException {
    return cloud.onlineNodes().contains(node)
        && cloud.stripes(BUCKET, "object").stream()
            .flatMap(stripe -> stripe.bits().stream())
            .allMatch(bit -> bit.nodes().contains(node))
        && Disk.bits(cloud.nodeDirectory(node)).size() == 3;
  }
}
