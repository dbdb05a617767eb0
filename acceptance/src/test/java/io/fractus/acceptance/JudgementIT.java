// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A cloud of 24 nodes in six sites. At one moment a site goes, two nodes slow down to a hundredth
 * of their speed, and one begins to lie: it has nothing and says that it has everything. Reads stay
 * right and leave those alone, repair ends by itself, and each has its tag, with the evidence.
 */
final class JudgementIT {
  private static final String BUCKET = "judged";
  private static final int NODES = 24;
  private static final int SITES = 6;
  private static final int OBJECTS = 8;
  private static final int SIZE = 1_300_003;

  /** Data bits of a stripe, and stripes of an object of that size in bits of 64 KiB. */
  private static final int DATA_BITS = 4;

  private static final int STRIPES = 5;
  private static final int COPIES = 2;
  private static final String GONE_SITE = "site-01";
  private static final String LIAR = "liar";
  private static final String USUAL = "6400KB";
  private static final String SLOWED = "64KB";

  /** Reads of everything after which gateways have a history of each node. */
  private static final int KNOWN_READS = 3;

  private static final Duration CHANGE = Duration.ofMinutes(4);

  /** In seconds what an operator would say in hours. */
  private static final String[] IMPATIENT = {
    "--patience", "10s",
    "--suspect-patience", "10s",
    "--burst-pause", "5s",
    "--repair-rate-node", "64MB",
    "--repair-rate-site", "256MB"
  };

  @RegisterExtension
  static final CloudExtension clouds =
      new CloudExtension(NODES - 3, "raid6:4+2x2", "--sites", "" + SITES, "--bit-size", "64KiB");

  private final Cloud cloud = clouds.cloud();
  private final Judgements judged = new Judgements(cloud);
  private final List<SlowableNode> slow =
      List.of(
          new SlowableNode(cloud, "slow-1", "site-04"),
          new SlowableNode(cloud, "slow-2", "site-05"));
  private final List<Process> more = new ArrayList<>();
  private final Map<String, byte[]> objects = new TreeMap<>();

  @AfterEach
  void endNodes() {
    more.forEach(process -> Processes.kill(process.toHandle()));
  }

  @Test
  void siteGoesTwoSlowDownAndOneLies_readsAreRightRepairEndsAndEachIsTagged() throws Exception {
    startNodes();
    put();
    for (int i = 0; i < KNOWN_READS; i++) {
      readAll();
    }
    assertThat(judged.faults()).isEmpty();
    List<String> gone = nodesOn(GONE_SITE);
    assertThat(gone).hasSize(NODES / SITES);

    for (SlowableNode node : slow) {
      node.limit(SLOWED);
    }
    Files.createFile(cloud.nodeDirectory(LIAR).resolve(LyingNode.LIE));
    cloud.kill(gone);

    readUntil(
        "each has its tag, and nobody else",
        () -> {
          assertThat(judged.faults()).isEqualTo(faults(gone));
          return true;
        });
    readUntil("repair ends", () -> isSpread(gone) && judged.unrepaired() == 0);
    checkEvidence(gone);
    checkReads();
    assertThat(judged.faults()).isEqualTo(faults(gone));
  }

  private void startNodes() throws IOException {
    cloud.kill(List.of("tracker"));
    cloud.processes().startAgain("tracker", IMPATIENT);
    for (SlowableNode node : slow) {
      more.add(node.start(USUAL));
    }
    more.add(LyingNode.start(cloud, LIAR, "site-06"));
    Await.until("all nodes", CHANGE, () -> cloud.onlineNodes().size() == NODES);
  }

  private void put() throws IOException {
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("JudgementIT: -Dfractus.seed=" + seed);
    for (int i = 0; i < OBJECTS; i++) {
      byte[] body = Bytes.random(seed + i, SIZE);
      rest.put(BUCKET, "object-" + i, body).orFail();
      objects.put("object-" + i, body);
    }
    for (String key : objects.keySet()) {
      cloud.awaitSpread(BUCKET, key);
    }
  }

  /** Reads all objects, each of them right, again and again until the answer is yes. */
  private void readUntil(String what, Callable<Boolean> question) {
    List<Throwable> wrong = new ArrayList<>();
    Await.until(
        what,
        CHANGE,
        () -> {
          try {
            readAll();
          } catch (AssertionError | IOException e) {
            wrong.add(e);
          }
          return !wrong.isEmpty() || question.call();
        });
    assertThat(wrong).as("reads until: %s", what).isEmpty();
  }

  private void readAll() throws IOException {
    RestClient rest = cloud.rest();
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      byte[] read = rest.get(BUCKET, object.getKey()).orFail().body();
      Bytes.assertSame(object.getKey(), read, object.getValue());
    }
  }

  private List<String> nodesOn(String site) throws IOException {
    return judged.sites().entrySet().stream()
        .filter(node -> node.getValue().equals(site))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<String, Set<String>> faults(List<String> gone) {
    Map<String, Set<String>> faults = new TreeMap<>();
    gone.forEach(node -> faults.put(node, Set.of("lost")));
    slow.forEach(node -> faults.put(node.name(), Set.of("slow")));
    faults.put(LIAR, Set.of("liar"));
    return faults;
  }

  /** Whether each bit has its copies on as many sites, without those on the site that went. */
  private boolean isSpread(List<String> gone) throws IOException {
    Map<String, String> sites = judged.sites();
    for (String key : objects.keySet()) {
      for (Stripe stripe : cloud.stripes(BUCKET, key)) {
        for (Stripe.Bit bit : stripe.bits()) {
          Set<String> on = new HashSet<>();
          bit.nodes().stream()
              .filter(node -> !gone.contains(node) && !node.equals(LIAR))
              .forEach(node -> on.add(sites.get(node)));
          if (on.size() < COPIES) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void checkEvidence(List<String> gone) throws IOException {
    for (String node : gone) {
      assertThat(judged.evidence(node, "lost")).startsWith("not seen since");
      assertThat(Admin.events(cloud, node)).contains("absent", "lost");
    }
    for (SlowableNode node : slow) {
      assertThat(judged.evidence(node.name(), "slow")).contains("KiB/s");
      assertThat(Admin.events(cloud, node.name()))
          .contains("slow", "judged")
          .doesNotContain("corrupt", "missing", "lost");
    }
    assertThat(judged.evidence(LIAR, "liar")).contains("wrong");
    assertThat(Admin.events(cloud, LIAR)).contains("corrupt", "lost").doesNotContain("absent");
  }

  /** Gateways say whom they read from: of who lies nothing, of who is slow some looks. */
  private void checkReads() throws IOException {
    Map<String, Integer> before = judged.reads();
    int expected = 2 * OBJECTS * STRIPES * DATA_BITS;
    Map<String, Integer> reads = new TreeMap<>();
    readAll();
    readAll();
    Await.until(
        "reports of reads",
        CHANGE,
        () -> {
          judged
              .reads()
              .forEach((node, count) -> reads.put(node, count - before.getOrDefault(node, 0)));
          return reads.values().stream().mapToInt(Integer::intValue).sum() >= expected;
        });
    System.out.println("JudgementIT: reads by node: " + reads);
    assertThat(reads.get(LIAR)).as("reads of the liar").isZero();
    int fair = expected / (NODES - NODES / SITES - 1);
    for (SlowableNode node : slow) {
      assertThat(reads.get(node.name())).as("reads of %s", node.name()).isLessThan(fair / 2);
    }
  }
}
