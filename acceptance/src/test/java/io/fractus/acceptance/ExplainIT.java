// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What is said of an object comes true when nodes are killed; classes ask for nines. */
final class ExplainIT {
  private static final String BUCKET = "explained";
  private static final Duration CHANGE = Duration.ofSeconds(30);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(8, "raid6:2+2x2");

  private static JsonNode get(RestClient rest, String path) throws IOException {
    return Json.read(rest.get(path, Map.of()).orFail().text(), JsonNode.class);
  }

  private static JsonNode outlook(RestClient rest) throws IOException {
    return get(rest, RestClient.path(BUCKET, "object") + "/placement").required("outlook");
  }

  /**
   * Three bits of two copies each must go: six nodes, and no five suffice. The object is larger
   * than what a gateway keeps in memory of what it has read.
   */
  @Test
  void outlook_ofAnObject_comesTrue() throws IOException {
    Cloud cloud = clouds.cloud();
    cloud.rest().makeBucket(BUCKET);
    byte[] body = Bytes.random(7, 3_000_003);
    cloud.rest().put(BUCKET, "object", body).orFail();
    cloud.awaitSpread(BUCKET, "object");
    checkTargets(cloud);
    RestClient rest = cloud.rest();
    JsonNode placement = get(rest, RestClient.path(BUCKET, "object") + "/placement");
    assertThat(placement.required("outlook").required("anyNodes").asInt()).isEqualTo(5);
    JsonNode stripe = placement.required("stripes").get(0).required("outlook");
    assertThat(stripe.required("copies")).hasSize(8);
    List<String> fatal = new ArrayList<>();
    stripe.required("nodes").required("some").forEach(name -> fatal.add(name.asString()));
    assertThat(fatal).hasSize(6);

    cloud.kill(fatal.subList(0, 5));
    cloud.awaitOffline(fatal.subList(0, 5));
    Bytes.assertSame("without five", rest.get(BUCKET, "object").orFail().body(), body);
    assertThat(outlook(rest).required("spare").asInt()).isZero();
    assertThat(outlook(rest).required("anyNodesHere").asInt()).isZero();
    assertThat(outlook(rest).required("anyNodes").asInt()).as("they may come back").isEqualTo(5);

    cloud.kill(fatal.subList(5, 6));
    cloud.awaitOffline(fatal);
    assertThat(outlook(rest).required("unreadable").asInt()).isOne();
    assertThat(rest.get(BUCKET, "object").status()).isEqualTo(503);
  }

  /** Nobody gives twenty nines at 1.5 times the space: what comes closest is taken, and said. */
  private static void checkTargets(Cloud cloud) throws IOException {
    cloud.restartGateway("--class", "STANDARD=20-nines/year,1.5x");
    RestClient rest = cloud.rest();
    Await.until(
        "the planner has chosen",
        CHANGE,
        () -> get(rest, "/api/v1/classes").get(0).required("state").asString().equals("UNMET"));
    JsonNode standard = get(rest, "/api/v1/classes").get(0);
    assertThat(standard.required("detail").asString()).contains("durability: 20.00 wished");
    String layout = standard.required("layout").asString();

    byte[] body = Bytes.random(8, 1_000_003);
    rest.put(BUCKET, "planned", body).orFail();

    Bytes.assertSame("as planned", rest.get(BUCKET, "planned").orFail().body(), body);
    JsonNode planned = get(rest, RestClient.path(BUCKET, "planned") + "/placement");
    assertThat(planned.required("stripes").get(0).required("layout").asString()).isEqualTo(layout);
    JsonNode before = get(rest, RestClient.path(BUCKET, "object") + "/placement");
    assertThat(before.required("stripes").get(0).required("layout").asString())
        .isEqualTo("raid6:2+2x2");
  }
}
