// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nodes are killed. raid6:4+2x2 has six bits of two copies each: on twelve nodes a bit is gone when
 * its two holders are, and a stripe when three of its bits are.
 */
final class NodeLossIT {
  private static final String BUCKET = "loss";
  private static final int SIZE = 20_000_003;

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(12, "raid6:4+2x2");

  @Test
  void kills_upToTheLimit_areNotNoticed_beyondIt_areSaid() throws IOException {
    Cloud cloud = clouds.cloud();
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("NodeLossIT: -Dfractus.seed=" + seed);
    byte[] body = Bytes.random(seed, SIZE);
    rest.put(BUCKET, "object", body).orFail();
    cloud.awaitSpread(BUCKET, "object");
    Stripe first = cloud.stripes(BUCKET, "object").getFirst();
    checkHolders(first);

    try (Reader reader = new Reader(rest, BUCKET, "object", body)) {
      // Both holders of one data bit: each read of it must decode.
      cloud.kill(first.bits().get(0).nodes());
      readAll(rest, body, "two nodes killed");
      byte[] other = Bytes.random(seed + 1, 3_000_001);
      rest.put(BUCKET, "while-two-are-down", other).orFail();
      Bytes.assertSame(
          "put with two nodes down", rest.get(BUCKET, "while-two-are-down").body(), other);

      cloud.kill(first.bits().get(1).nodes());
      readAll(rest, body, "four nodes killed");

      cloud.kill(first.bits().get(2).nodes());
      checkUnavailable(rest, first);

      List<String> dead = new ArrayList<>(first.bits().get(1).nodes());
      dead.addAll(first.bits().get(2).nodes());
      cloud.startAgain(dead);
      awaitReadable(rest, body);
      readAll(rest, body, "four of six nodes are back");
      cloud.startAgain(first.bits().get(0).nodes());
      readAll(rest, body, "all nodes are back");
      assertThat(reader.stop()).as("reads that went well while nodes died").isPositive();
    }
  }

  private static void checkHolders(Stripe stripe) {
    assertThat(stripe.needed()).isEqualTo(4);
    assertThat(stripe.bits()).hasSize(6);
    assertThat(stripe.bits()).allSatisfy(bit -> assertThat(bit.nodes()).hasSize(2));
    assertThat(stripe.bits().stream().flatMap(bit -> bit.nodes().stream()))
        .as("no node holds two copies of a stripe")
        .doesNotHaveDuplicates();
  }

  private static void readAll(RestClient rest, byte[] body, String when) throws IOException {
    Bytes.assertSame(when, rest.get(BUCKET, "object").orFail().body(), body);
    RestClient.Reply range = rest.range(BUCKET, "object", 1_000_000, 1_999_999).orFail();
    Bytes.assertSame(
        when + ", a range", range.body(), java.util.Arrays.copyOfRange(body, 1_000_000, 2_000_000));
  }

  private static void checkUnavailable(RestClient rest, Stripe stripe) throws IOException {
    RestClient.Reply reply = rest.get(BUCKET, "object");
    assertThat(reply.status()).as(reply.text()).isEqualTo(503);
    Problem problem = reply.problem();
    assertThat(problem.type()).isEqualTo("stripe-unavailable");
    assertThat(problem.detail())
        .containsPattern("stripe\\s+#?" + stripe.number() + "\\b")
        .containsPattern("\\b3\\b");
  }

  private static void awaitReadable(RestClient rest, byte[] body) {
    Await.until(
        "the object reads again",
        Cloud.START,
        () -> {
          RestClient.Reply reply = rest.get(BUCKET, "object");
          if (reply.status() == 200) {
            Bytes.assertSame("after the nodes came back", reply.body(), body);
          }
          return reply.status() == 200;
        });
  }
}
