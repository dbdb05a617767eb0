// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
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

/**
 * kill -9 of a node at random moments while it fetches, deletes, is resized and drains, with each
 * engine in turn. After each kill: no bit that it said it has is lost, nothing is left over once it
 * has started again, its share is not exceeded. {@code -Dfractus.kills=200} for as many moments,
 * {@code -Dfractus.seed} to repeat them.
 */
final class NodeKillsIT {
  private static final String BUCKET = "kills";
  private static final int KILLS = Integer.getInteger("fractus.kills", 20);
  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());
  private static final long SHARE_MAX = 14_000_000;
  private static final long SHARE_MIN = 10_000_000;
  private static final int OBJECT_MAX = 3_000_000;
  private static final int OBJECTS_MAX = 40;
  private static final int KILL_AFTER_MILLIS = 1_500;
  private static final Duration SETTLE = Duration.ofMinutes(2);

  /** Not "missing": a probe says so of a node that is killed, or that has not opened all bits. */
  private static final Set<String> FAULTS = Set.of("lost", "corrupt");

  private static final List<String> ENGINES = List.of("libtorrent", "java");

  @RegisterExtension
  static final CloudExtension clouds = new CloudExtension(5, "raid1:1x2", "--share", "34MB");

  private final Random random = new Random(SEED);
  private final Map<String, byte[]> acknowledged = new TreeMap<>();
  private int puts;
  private long usedMost;

  /** What the node is at when it is killed. */
  private enum Moment {
    FETCH,
    DELETE,
    RESIZE,
    DRAIN
  }

  /** What happens while the node runs and is killed, on a thread of its own. */
  private final class Life implements Runnable {
    private final NodePort victim;
    private final Moment moment;
    private final Random chance;
    private volatile boolean over;

    Life(NodePort victim, Moment moment, long seed) {
      this.victim = victim;
      this.moment = moment;
      this.chance = new Random(seed);
    }

    @Override
    public void run() {
      for (int step = 0; !over; step++) {
        try {
          if (step % 2 == 1) {
            put(chance);
            continue;
          }
          switch (moment) {
            case FETCH -> put(chance);
            case DELETE -> delete(chance);
            case RESIZE -> share(victim, step % 4 == 0 ? SHARE_MIN : SHARE_MAX);
            case DRAIN -> victim.ask(step % 4 == 0 ? "drain" : "undrain", "");
          }
        } catch (IOException _) {
          // The node was killed while it was asked: that is what is being tested.
        }
      }
    }
  }

  private static int share(NodePort node, long bytes) throws IOException {
    return node.ask("share", "{\"shareBytes\":" + bytes + "}");
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

  @Test
  void killed_atRandomMoments_losesNothingLeavesNothingExceedsNothing() throws Exception {
    System.out.println("NodeKillsIT: -Dfractus.seed=" + SEED + " -Dfractus.kills=" + KILLS);
    Cloud cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
    String victim = cloud.processes().nodes().getFirst();
    for (int kill = 0; kill < KILLS; kill++) {
      takePart(victim);
      Moment moment = Moment.values()[kill % Moment.values().length];
      String engine = ENGINES.get(kill / Moment.values().length % ENGINES.size());
      Life life = new Life(port(victim), moment, random.nextLong());
      Thread thread = Thread.ofVirtual().start(life);
      Thread.sleep(random.nextInt(KILL_AFTER_MILLIS));
      cloud.processes().kill(victim);
      checkShare(victim, kill);
      life.over = true;
      thread.join();
      cloud.processes().useEngine(victim, engine);
      if (random.nextInt(4) == 0) {
        // Killed while it looks through its bits, or before it has said hello.
        cloud.processes().startAgain(victim);
        Thread.sleep(random.nextInt(KILL_AFTER_MILLIS));
        cloud.processes().kill(victim);
      }
      cloud.startAgain(List.of(victim));
      check(victim, kill, "kill " + kill + " at " + moment + ", then " + engine);
    }
    takePart(victim);
    checkAcknowledged();
    System.out.println(
        "NodeKillsIT: %d kills, %d puts, %d objects left, at most %d of %d bytes used"
            .formatted(KILLS, puts, acknowledged.size(), usedMost, SHARE_MAX));
    deleteAll();
    Await.until(
        "nothing is left on it", SETTLE, () -> Disk.bits(cloud.nodeDirectory(victim)).isEmpty());
    assertThat(Disk.store(cloud.nodeDirectory(victim))).isEmpty();
  }

  private static NodePort port(String node) {
    return new NodePort(clouds.cloud().nodeDirectory(node));
  }

  /** Whatever it was asked before: its share is the large one, and it stays. */
  private static void takePart(String node) {
    Await.until("it takes part", SETTLE, () -> port(node).ask("undrain", "") == 200);
    Await.until("it has its share", SETTLE, () -> share(port(node), SHARE_MAX) == 200);
  }

  private void check(String victim, int kill, String when) throws IOException {
    checkShare(victim, kill);
    Await.until("after " + when + ": all files are bits", SETTLE, () -> filesArePairs(victim));
    for (Path bit : Disk.bits(clouds.cloud().nodeDirectory(victim))) {
      // One that is released meanwhile is nobody's any more.
      assertThat(Disk.isWhole(bit) || !Files.exists(bit)).as("%s after %s", bit, when).isTrue();
    }
    checkNoFaults(victim, when);
  }

  /** What the node may have on its disk never takes more than it was ever told to offer. */
  private void checkShare(String node, int kill) throws IOException {
    long used = 0;
    for (Path file : Disk.store(clouds.cloud().nodeDirectory(node))) {
      used += Files.exists(file) ? Files.size(file) : 0;
    }
    assertThat(used).as("bytes on the disk at kill %d", kill).isLessThanOrEqualTo(SHARE_MAX);
    usedMost = Math.max(usedMost, used);
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

  private static void checkNoFaults(String node, String when) throws IOException {
    try (TrackerClient tracker = clouds.cloud().tracker()) {
      assertThat(
              tracker.events(node).stream()
                  .filter(event -> FAULTS.contains(event.kind()))
                  .map(NodeEvent::detail)
                  .collect(Collectors.toList()))
          .as("faults after %s", when)
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
