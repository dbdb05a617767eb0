// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** kill -9 of the roles that remember: what was acknowledged stays, what was not leaves nothing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CrashIT {
  private static final String BUCKET = "crash";
  private static final int COPIES_PER_STRIPE = 6;

  /** A gateway may ask for a while before it takes a put for dead. */
  private static final Duration RECLAIM = Duration.ofMinutes(2);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());
  private static final Map<String, byte[]> acknowledged = new HashMap<>();

  private static Cloud cloud;

  @BeforeAll
  static void putSome() throws IOException {
    System.out.println("CrashIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
    put("large", 10_000_001);
    put("small", 1_001);
    put("empty", 0);
  }

  private static void put(String key, int size) throws IOException {
    byte[] body = Bytes.random(SEED + acknowledged.size(), size);
    cloud.rest().put(BUCKET, key, body).orFail();
    acknowledged.put(key, body);
  }

  private static void checkAcknowledged() throws IOException {
    RestClient rest = cloud.rest();
    for (Map.Entry<String, byte[]> object : acknowledged.entrySet()) {
      RestClient.Reply reply = rest.get(BUCKET, object.getKey()).orFail();
      Bytes.assertSame(object.getKey(), reply.body(), object.getValue());
    }
  }

  /** Sends the head of a put and half of its body, so that stripes of it are under way. */
  private static Socket halfAPut(String key, int size) throws IOException {
    RestClient rest = cloud.rest();
    URI api = rest.base();
    Socket socket = new Socket(api.getHost(), api.getPort());
    OutputStream out = socket.getOutputStream();
    String head =
        "PUT %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(RestClient.path(BUCKET, key), api.getAuthority(), rest.token(), size);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(Bytes.random(SEED + 99, size / 2));
    out.flush();
    return socket;
  }

  private static int copies() throws IOException {
    return cloud.nodeViews().stream().mapToInt(NodeView::bits).sum();
  }

  private static int acknowledgedCopies() throws IOException {
    int stripes = 0;
    for (String key : acknowledged.keySet()) {
      stripes += cloud.stripes(BUCKET, key).size();
    }
    return stripes * COPIES_PER_STRIPE;
  }

  private static int filesOfBits() throws IOException {
    int files = 0;
    for (String node : cloud.processes().nodes()) {
      files += Disk.bits(cloud.nodeDirectory(node)).size();
    }
    return files;
  }

  @Test
  @Order(1)
  void gatewayKilledInAPut_leavesNothingOfIt() throws IOException {
    try (Socket _ = halfAPut("half", 96_000_000)) {
      Await.until(
          "bits of the unfinished put on the nodes",
          RECLAIM,
          () -> filesOfBits() > acknowledgedCopies());
      cloud.processes().kill("gateway");
    }
    cloud.startAgain(List.of("gateway"));

    assertThat(cloud.rest().get(BUCKET, "half").status()).isEqualTo(404);
    checkAcknowledged();
    int expected = acknowledgedCopies();
    Await.until("the tracker forgets the bits", RECLAIM, () -> copies() == expected);
    Await.until("the nodes delete the bits", RECLAIM, () -> filesOfBits() == expected);
    checkNothingElseOnNodes();
    checkAcknowledged();
    put("after", 2_000_003);
  }

  /** What is on the nodes is what the placements of the acknowledged objects say. */
  private static void checkNothingElseOnNodes() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String key : acknowledged.keySet()) {
      for (Stripe stripe : cloud.stripes(BUCKET, key)) {
        stripe.bits().forEach(bit -> expected.add(bit.infoHash().toString()));
      }
    }
    Set<String> found = new TreeSet<>();
    for (String node : cloud.processes().nodes()) {
      Disk.held(cloud.nodeDirectory(node)).keySet().forEach(bit -> found.add(bit.toString()));
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  @Order(2)
  void everythingKilledAtOnce_readsAfterTheNextUp() throws IOException {
    try (Socket _ = halfAPut("never", 40_000_000)) {
      cloud.killAll();
    }
    cloud.up();

    checkAcknowledged();
    assertThat(cloud.rest().get(BUCKET, "never").status()).isEqualTo(404);
    put("after-all", 3_000_017);
    checkAcknowledged();
    List<String> names = new ArrayList<>(cloud.processes().nodes());
    assertThat(names).hasSize(6);
    assertThat(cloud.onlineNodes()).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  @Order(3)
  void trackerOnAnOldCopyOfItsRegistry_losesNothingThatCameSince() throws IOException {
    int before = acknowledgedCopies();
    Await.until("the tracker forgets the unfinished put", RECLAIM, () -> copies() == before);
    Path tracker = cloud.data().resolve("tracker");
    cloud.processes().kill("tracker");
    Map<Path, byte[]> old = Disk.read(tracker, "registry.db");
    cloud.startAgain(List.of("tracker"));
    awaitNodes();
    put("since", 5_000_007);

    cloud.processes().kill("tracker");
    Disk.replace(tracker, "registry.db", old);
    cloud.startAgain(List.of("tracker"));
    awaitNodes();

    int expected = acknowledgedCopies();
    Await.until("all copies are known again", RECLAIM, () -> copies() == expected);
    assertThat(filesOfBits()).isEqualTo(expected);
    checkAcknowledged();
    cloud.rest().delete(RestClient.path(BUCKET, "since")).orFail();
    acknowledged.remove("since");
    int left = acknowledgedCopies();
    Await.until("the nodes delete the bits", RECLAIM, () -> filesOfBits() == left);
    checkAcknowledged();
  }

  private static void awaitNodes() {
    int nodes = cloud.processes().nodes().size();
    Await.until("the nodes are back", RECLAIM, () -> cloud.onlineNodes().size() == nodes);
  }
}
