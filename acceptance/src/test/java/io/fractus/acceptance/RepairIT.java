// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Nodes go for good: their copies are made from siblings, bits without a sibling are rebuilt by the
 * gateway, a tracker that is killed meanwhile goes on, and who comes back costs nothing.
 */
final class RepairIT {
  private static final String BUCKET = "repair";
  private static final int SIZE = 9_000_001;
  private static final Duration REPAIRED = Duration.ofSeconds(60);

  /** In seconds what an operator would say in hours. */
  private static final String[] IMPATIENT = {
    "--patience", "5s", "--suspect-patience", "5s", "--repair-rate-node", "64MB"
  };

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(10, "raid5:2+1x2");

  @Test
  void nodes_goForGood_nothingIsLostAndTheCopiesAreMadeAgain() throws IOException {
    Cloud cloud = clouds.cloud();
    cloud.kill(List.of("tracker"));
    cloud.processes().startAgain("tracker", IMPATIENT);
    RestClient rest = cloud.rest();
    Await.until("all nodes", Cloud.START, () -> cloud.onlineNodes().size() == 10);
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("RepairIT: -Dfractus.seed=" + seed);
    byte[] body = Bytes.random(seed, SIZE);
    byte[] small = Bytes.random(seed + 1, 20_000);
    rest.put(BUCKET, "object", body).orFail();
    rest.put(BUCKET, "small", small).orFail();
    cloud.awaitSpread(BUCKET, "object");
    cloud.awaitSpread(BUCKET, "small");
    List<String> gone = new ArrayList<>();

    siblings(cloud, gone);
    rebuild(cloud, gone);

    Bytes.assertSame("after all that", rest.get(BUCKET, "object").orFail().body(), body);
    Bytes.assertSame("in a pack", rest.get(BUCKET, "small").orFail().body(), small);
    assertThat(bits(cloud))
        .allSatisfy(bit -> assertThat(bit.nodes()).doesNotContainAnyElementsOf(gone));
    returned(cloud, gone);
    Bytes.assertSame("after their return", rest.get(BUCKET, "object").orFail().body(), body);
  }

  private static List<Stripe.Bit> bits(Cloud cloud) throws IOException {
    List<Stripe.Bit> bits = new ArrayList<>();
    for (String key : List.of("object", "small")) {
      cloud.stripes(BUCKET, key).forEach(stripe -> bits.addAll(stripe.bits()));
    }
    return bits;
  }

  private static JsonNode today(Cloud cloud) throws IOException {
    return Admin.get(cloud, "/api/v1/repair").required("today");
  }

  private static void awaitWhole(Cloud cloud, List<String> gone) {
    Await.until(
        "all copies stand without " + gone,
        REPAIRED,
        () ->
            bits(cloud).stream()
                .allMatch(bit -> bit.spread() && bit.nodes().stream().noneMatch(gone::contains)));
  }

  /** One node goes: each of its copies is fetched once, from the other one. */
  private static void siblings(Cloud cloud, List<String> gone) throws IOException {
    String first = bits(cloud).getFirst().nodes().getFirst();
    long copies = Admin.get(cloud, "/api/v1/nodes/" + first + "/bits").size();
    gone.add(first);
    cloud.kill(gone);

    awaitWhole(cloud, gone);

    Await.until("counted", REPAIRED, () -> today(cloud).required("copies").longValue() >= copies);
    JsonNode done = today(cloud);
    long lost = 0;
    for (JsonNode bit : Admin.get(cloud, "/api/v1/nodes/" + first + "/bits")) {
      lost += length(bit);
    }
    double ratio = (double) done.required("bytes").longValue() / lost;
    System.out.printf(
        "RepairIT: %d bytes moved for %d bytes lost with a sibling: %.3f%n",
        done.required("bytes").longValue(), lost, ratio);
    assertThat(ratio).as("bytes moved for each byte lost").isBetween(0.9, 1.1);
    assertThat(done.required("rebuilt").longValue()).isZero();
    assertThat(Admin.events(cloud, first)).contains("lost");
  }

  /** What a copy takes of a share: its file, and a little for its torrent. */
  private static long length(JsonNode bit) {
    return bit.required("footprint").longValue();
  }

  /** All nodes of one bit go, and the tracker is killed while that is mended. */
  private static void rebuild(Cloud cloud, List<String> gone) throws IOException {
    List<String> both = bits(cloud).getFirst().nodes();
    assertThat(both).hasSize(2);
    gone.addAll(both);
    cloud.kill(both);
    Await.until(
        "a bit without a copy",
        REPAIRED,
        () -> {
          JsonNode status = Admin.get(cloud, "/api/v1/repair");
          return status.required("queue").required("rebuild").intValue() > 0
              || status.required("rebuilding").intValue() > 0
              || status.required("today").required("rebuilt").intValue() > 0;
        });
    cloud.kill(List.of("tracker"));
    cloud.processes().startAgain("tracker", IMPATIENT);

    awaitWhole(cloud, gone);
    assertThat(today(cloud).required("rebuilt").longValue()).isPositive();
    assertThat(today(cloud).required("readBytes").longValue())
        .isEqualTo(2 * today(cloud).required("rebuiltBytes").longValue());
  }

  /** Those that come back are looked at, and one copy of theirs stays of each bit. */
  private static void returned(Cloud cloud, List<String> gone) throws IOException {
    cloud.startAgain(gone);
    Await.until(
        "two copies of each bit again, and one in reserve where there was a third",
        REPAIRED,
        () -> {
          JsonNode status = Admin.get(cloud, "/api/v1/repair");
          return status.required("lost").isEmpty()
              && status.required("reserve").required("copies").intValue() > 0
              && bits(cloud).stream()
                  .allMatch(bit -> bit.nodes().size() == 2 || bit.nodes().size() == 3);
        });
    gone.forEach(node -> {
      try {
        assertThat(Admin.events(cloud, node)).contains("returned");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }
}
