// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Small objects cost no torrents of their own, survive a kill, and give their space back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PackingIT {
  private static final String BUCKET = "packing";
  private static final int OBJECTS = 500;
  private static final int CLIENTS = 16;
  private static final int BITS_PER_STRIPE = 6;
  private static final int DATA_BITS = 4;
  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 256 << 10;

  /** Rounds of compaction, each with its way to the nodes, and what the tracker releases then. */
  private static final Duration SETTLE = Duration.ofMinutes(4);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());
  private static final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

  private static Cloud cloud;

  @BeforeAll
  static void makeBucket() throws IOException {
    System.out.println("PackingIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
  }

  /** As many small objects as large ones: the logarithm of the size is even. */
  private static byte[] body(int number) {
    double part = new Random(SEED + number).nextDouble();
    int size = (int) (SMALLEST * Math.pow((double) LARGEST / SMALLEST, part));
    return Bytes.random(SEED + number, size);
  }

  private static int copies() throws IOException {
    return cloud.nodeViews().stream().mapToInt(NodeView::bits).sum();
  }

  private static void checkAcknowledged() throws IOException {
    RestClient rest = cloud.rest();
    for (Map.Entry<String, byte[]> object : acknowledged.entrySet()) {
      RestClient.Reply reply = rest.get(BUCKET, object.getKey()).orFail();
      Bytes.assertSame(object.getKey(), reply.body(), object.getValue());
    }
  }

  private static Set<String> listed() throws IOException {
    String path = "/api/v1/buckets/" + BUCKET + "/objects?max=1000";
    JsonNode page = Json.read(cloud.rest().get(path, Map.of()).orFail().text(), JsonNode.class);
    Set<String> keys = new TreeSet<>();
    for (JsonNode object : page.required("objects")) {
      keys.add(object.required("key").required("key").stringValue());
    }
    return keys;
  }

  @Test
  @Order(1)
  void manySmallObjects_costFewTorrents() throws Exception {
    RestClient rest = cloud.rest();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(
            threads.submit(() -> {
              for (int i = next.getAndIncrement(); i < OBJECTS; i = next.getAndIncrement()) {
                byte[] body = body(i);
                rest.put(BUCKET, "object-" + i, body).orFail();
                acknowledged.put("object-" + i, body);
              }
              return next;
            }));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
    System.out.println("PackingIT: " + OBJECTS + " objects, bits as put " + copies());
    assertThat(acknowledged).hasSize(OBJECTS);
    assertThat(copies()).isLessThan(OBJECTS * BITS_PER_STRIPE);
    Await.until("fewer bits than objects", SETTLE, () -> copies() < OBJECTS / 2);
    System.out.println("PackingIT: bits after compaction " + copies());
    checkAcknowledged();
    checkRanges();
  }

  private static void checkRanges() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      String key = "object-" + random.nextInt(OBJECTS);
      byte[] body = acknowledged.getOrDefault(key, new byte[0]);
      int from = random.nextInt(body.length);
      int to = from + random.nextInt(body.length - from);
      RestClient.Reply reply = cloud.rest().range(BUCKET, key, from, to).orFail();
      assertThat(reply.body()).isEqualTo(java.util.Arrays.copyOfRange(body, from, to + 1));
    }
  }

  @Test
  @Order(2)
  void gatewayKilledAmidPuts_losesNothingAcknowledged() throws Exception {
    RestClient rest = cloud.rest();
    AtomicInteger next = new AtomicInteger(OBJECTS);
    AtomicInteger put = new AtomicInteger();
    AtomicBoolean killed = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        threads.execute(() -> putUntilKilled(rest, next, put, killed));
      }
      Await.until("a hundred puts", SETTLE, () -> put.get() >= 100);
      cloud.processes().kill("gateway");
      killed.set(true);
    }
    cloud.startAgain(List.of("gateway"));

    checkAcknowledged();
    Set<String> listed = listed();
    assertThat(listed).containsAll(acknowledged.keySet());
    // What was committed and not yet answered when the kill came may be there: then it is whole.
    assertThat(listed.size() - acknowledged.size()).isBetween(0, CLIENTS);
    for (String key : listed) {
      int number = Integer.parseInt(key.substring("object-".length()));
      byte[] body = body(number);
      Bytes.assertSame(key, cloud.rest().get(BUCKET, key).orFail().body(), body);
      acknowledged.put(key, body);
    }
  }

  private static void putUntilKilled(
      RestClient rest, AtomicInteger next, AtomicInteger put, AtomicBoolean killed) {
    while (!killed.get() && next.get() < 2 * OBJECTS - CLIENTS) {
      int number = next.getAndIncrement();
      byte[] body = body(number);
      try {
        rest.put(BUCKET, "object-" + number, body).orFail();
        acknowledged.put("object-" + number, body);
        put.incrementAndGet();
      } catch (IOException _) {
        return;
      }
    }
  }

  @Test
  @Order(3)
  void mostDeleted_theirSpaceComesBack() throws IOException {
    for (String key : listed()) {
      if (key.hashCode() % 10 != 0) {
        cloud.rest().delete(RestClient.path(BUCKET, key)).orFail();
        acknowledged.remove(key);
      }
    }
    assertThat(acknowledged).isNotEmpty();
    long live = acknowledged.values().stream().mapToLong(body -> body.length).sum();
    // Half of a pack may be holes, then there is parity; tags and tail rows are a few per cent.
    double most = 2.1 * live * BITS_PER_STRIPE / DATA_BITS;
    Await.until("the space is back", SETTLE, () -> bytesOnNodes() <= most);
    Await.until("nothing else is on nodes", SETTLE, () -> found().equals(expected()));
    checkAcknowledged();
    System.out.printf(
        "PackingIT: %d objects with %d bytes, %d bytes on nodes%n",
        acknowledged.size(), live, bytesOnNodes());
  }

  private static long bytesOnNodes() throws IOException {
    long bytes = 0;
    for (String node : cloud.processes().nodes()) {
      for (Path bit : Disk.bits(cloud.nodeDirectory(node))) {
        bytes += size(bit);
      }
    }
    return bytes;
  }

  /** A bit may be deleted between the look at its directory and the one at its file. */
  private static long size(Path bit) {
    try {
      return Files.size(bit);
    } catch (IOException _) {
      return 0;
    }
  }

  private static Set<String> found() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String node : cloud.processes().nodes()) {
      Disk.held(cloud.nodeDirectory(node)).keySet().forEach(bit -> found.add(bit.toString()));
    }
    return found;
  }

  private static Set<String> expected() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String key : acknowledged.keySet()) {
      for (Stripe stripe : cloud.stripes(BUCKET, key)) {
        stripe.bits().forEach(bit -> expected.add(bit.infoHash().toString()));
      }
    }
    return expected;
  }
}
