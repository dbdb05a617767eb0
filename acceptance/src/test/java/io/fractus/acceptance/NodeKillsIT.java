// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * kill -9 of a node at random moments while it fetches, deletes, is resized and drains: no bit that
 * it said it has is lost, nothing is left over, its share is never exceeded. {@code
 * -Dfractus.kills=200} for as many moments, {@code -Dfractus.seed} to repeat them.
 */
final class NodeKillsIT {
  private static final String BUCKET = "kills";
  private static final int KILLS = Integer.getInteger("fractus.kills", 20);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());
  private static final long SHARE_MAX = 60_000_000;
  private static final long SHARE_MIN = 12_000_000;
  private static final int OBJECT_MAX = 3_000_000;
  private static final int OBJECTS_MAX = 40;
  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final Set<String> FAULTS = Set.of("lost", "corrupt", "missing");

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(5, "raid1:1x2");

  private final Random random = new Random(SEED);
  private final Map<String, byte[]> acknowledged = new TreeMap<>();
  private int puts;

  /** What happens while the node runs and is killed, on a thread of its own. */
  private final class Life implements Runnable {
    private final String victim;
    private final Random chance;
    private volatile boolean over;

    Life(String victim, long seed) {
      this.victim = victim;
      this.chance = new Random(seed);
    }

    @Override
    public void run() {
      while (!over) {
        try {
          switch (chance.nextInt(8)) {
            case 0 -> ask(victim, "share", "{\"shareBytes\":" + SHARE_MIN + "}");
            case 1 -> ask(victim, "share", "{\"shareBytes\":" + SHARE_MAX + "}");
            case 2 -> ask(victim, "drain", "");
            case 3 -> ask(victim, "undrain", "");
            case 4 -> delete(chance);
            default -> put(chance);
          }
        } catch (IOException _) {
          // The node was killed while it was asked: that is what is being tested.
        }
      }
    }
  }

  private synchronized void put(Random chance) throws IOException {
    if (acknowledged.size() >= OBJECTS_MAX) {
      delete(chance);
    }
    String key = "object-" + puts++;
    byte[] body = Bytes.random(SEED + puts, 1 + chance.nextInt(OBJECT_MAX));
    if (clouds.cloud().rest().put(BUCKET, key, body).status() / 100 == 2) {
      acknowledged.put(key, body);
    }
  }

  private synchronized void delete(Random chance) throws IOException {
    List<String> keys = new ArrayList<>(acknowledged.keySet());
    if (!keys.isEmpty()) {
      String key = keys.get(chance.nextInt(keys.size()));
      acknowledged.remove(key);
      clouds.cloud().rest().delete(RestClient.path(BUCKET, key)).orFail();
    }
  }

  private static int ask(String node, String verb, String body) throws IOException {
    Path directory = clouds.cloud().nodeDirectory(node);
    JsonNode control =
        Json.read(Files.readString(directory.resolve("control.json")), JsonNode.class);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + control.get("port").asInt() + "/control/" + verb))
            .timeout(Duration.ofSeconds(20))
            .header(
                "Authorization",
                "Bearer " + Files.readString(directory.resolve("control.token")).strip())
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Test
  void killed_atRandomMoments_losesNothingLeavesNothingExceedsNothing() throws Exception {
    System.out.println("NodeKillsIT: -Dfractus.seed=" + SEED + " -Dfractus.kills=" + KILLS);
    Cloud cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
    String victim = cloud.processes().nodes().getFirst();
    assertThat(ask(victim, "share", "{\"shareBytes\":" + SHARE_MAX + "}")).isEqualTo(200);
    for (int kill = 0; kill < KILLS; kill++) {
      Life life = new Life(victim, random.nextLong());
      Thread thread = Thread.ofVirtual().start(life);
      Thread.sleep(random.nextInt(1_500));
      cloud.processes().kill(victim);
      checkShare(victim, kill);
      life.over = true;
      thread.join();
      if (random.nextInt(4) == 0) {
        // Killed while it looks through its bits, or before it has said hello.
        cloud.processes().startAgain(victim);
        Thread.sleep(random.nextInt(1_500));
        cloud.processes().kill(victim);
      }
      cloud.startAgain(List.of(victim));
      checkShare(victim, kill);
    }
    ask(victim, "share", "{\"shareBytes\":" + SHARE_MAX + "}");
    Await.until("it takes part again", SETTLE, () -> ask(victim, "undrain", "") == 200);
    Await.until("all copies of it stand", SETTLE, () -> filesArePairs(victim));
    checkAcknowledged();
    checkNoFaults(victim);
    System.out.println("NodeKillsIT: " + puts + " puts, " + acknowledged.size() + " objects left");
    deleteAll();
    Await.until(
        "nothing is left on it", SETTLE, () -> Disk.bits(cloud.nodeDirectory(victim)).isEmpty());
    assertThat(Disk.store(cloud.nodeDirectory(victim))).isEmpty();
  }

  private static void checkShare(String node, int kill) throws IOException {
    long used = 0;
    for (Path file : Disk.store(clouds.cloud().nodeDirectory(node))) {
      used += Files.exists(file) ? Files.size(file) : 0;
    }
    assertThat(used).as("bytes on the disk at kill %d", kill).isLessThanOrEqualTo(SHARE_MAX);
  }

  /** Every file is a bit with its torrent or a torrent with its bit, and the tracker knows them. */
  private static boolean filesArePairs(String node) throws IOException {
    List<Path> files = Disk.store(clouds.cloud().nodeDirectory(node));
    List<Path> bits = Disk.bits(clouds.cloud().nodeDirectory(node));
    NodeView view =
        clouds.cloud().nodeViews().stream()
            .filter(known -> known.name().equals(node))
            .findFirst()
            .orElseThrow();
    return files.size() == 2 * bits.size()
        && bits.stream().allMatch(bit -> Files.exists(Disk.sidecar(bit)))
        && bits.size() == view.bits();
  }

  private synchronized void checkAcknowledged() throws IOException {
    assertThat(acknowledged).isNotEmpty();
    for (Map.Entry<String, byte[]> object : acknowledged.entrySet()) {
      RestClient.Reply reply = clouds.cloud().rest().get(BUCKET, object.getKey()).orFail();
      Bytes.assertSame(object.getKey(), reply.body(), object.getValue());
    }
  }

  private static void checkNoFaults(String node) throws IOException {
    try (TrackerClient tracker = clouds.cloud().tracker()) {
      assertThat(
              tracker.events(node).stream()
                  .filter(event -> FAULTS.contains(event.kind()))
                  .map(NodeEvent::detail)
                  .collect(Collectors.toList()))
          .isEmpty();
    }
  }

  private synchronized void deleteAll() throws IOException {
    for (String key : acknowledged.keySet()) {
      clouds.cloud().rest().delete(RestClient.path(BUCKET, key)).orFail();
    }
    acknowledged.clear();
  }
}
