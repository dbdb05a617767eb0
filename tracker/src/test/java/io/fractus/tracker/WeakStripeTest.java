// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Stripes that the nodes there are cannot make good enough: who says so, and where. */
class WeakStripeTest {
  @TempDir private Path directory;
  private TestCloud cloud;
  private Http admin;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory).withNodes(6);
    admin = new Http(cloud.tracker.uri(), cloud.tracker.tokens().admin());
  }

  @AfterEach
  void stop() {
    admin.close();
    cloud.close();
  }

  private JsonNode placements() {
    return admin.get("/api/v1/cloud/summary").body().path("placements");
  }

  private PlaceRequest stripe() {
    PlaceRequest bits = cloud.stripe(3, 2);
    return new PlaceRequest("raid5:2+1x2", bits.bits(), bits.source());
  }

  /** Six labs are off at night, all of them at once. */
  @Test
  void place_onLabs_isAnEventAMetricAndInTheOverview() {
    assertThat(placements().path("placed").asLong()).isZero();
    assertThat(placements().path("at").isNull()).isTrue();
    PlaceRequest first = stripe();

    cloud.gateway.place(first);
    // The same again places nothing, and is no second stripe.
    cloud.gateway.place(first);
    cloud.gateway.place(stripe());

    assertThat(placements().path("placed").asLong()).isEqualTo(2);
    assertThat(placements().path("weak").asLong()).isEqualTo(2);
    assertThat(placements().path("latest").asString())
        .startsWith("a stripe of raid5:2+1x2 can be read with")
        .contains("would mend it");
    // Of the two within a minute one is an event.
    JsonNode events = admin.get("/api/v1/events?kind=weak-stripe").body();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).path("detail").asString()).contains("more copies on nodes of class");
    List<String> bits = first.bits().stream().map(bit -> bit.infoHash().toString()).toList();
    assertThat(bits).contains(events.get(0).path("bit").asString());
    assertThat(admin.get("/metrics").response().body())
        .contains("fractus_tracker_stripes_placed_total 2\n")
        .contains("fractus_tracker_stripes_weak_total 2\n")
        .contains("fractus_tracker_nodes_online 6\n");
  }

  /** A gateway asks with its own token, and gets what the planner says of these six labs. */
  @Test
  void plan_ofATarget_isForGatewaysToo() {
    Plan plan = cloud.gateway.plan(Target.parse("99.99%/worst-hour,11-nines/year,3x"));

    assertThat(plan.fits()).isFalse();
    assertThat(plan.choices()).isNotEmpty();
    assertThat(plan.shortfalls())
        .anySatisfy(shortfall -> {
          assertThat(shortfall.constraint()).isEqualTo("availability");
          assertThat(shortfall.wanted()).isGreaterThan(shortfall.reached());
          assertThat(shortfall.mend()).isNotEmpty();
        });
    Plan ofLayout = cloud.gateway.plan(Target.parse("raid5:2+1x2,2,1"));
    assertThat(ofLayout.choices())
        .singleElement()
        .extracting("layout")
        .isEqualTo("raid5:2+1x2,2,1");
    assertThat(admin.get("/api/v1/plan?target=nonsense").status()).isEqualTo(400);
    assertThat(admin.get("/api/v1/plan?target=rs:4%2B2&layout=rs:4%2B2").status()).isEqualTo(400);
  }
}
