// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import io.fractus.protocol.layout.Layout;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanOptionsTest {
  private static final CloudPlan BEFORE =
      new CloudPlan(6, "raid6:4+2", "127.0.0.1", 9100, 7100, 7200, 5_000_000, 65_536, null);

  @Test
  void resolve_nothingSaid_isTheDefault() {
    CloudPlan plan = new PlanOptions().resolve(Optional.empty(), new Random(1));
    assertThat(plan)
        .isEqualTo(
            new CloudPlan(
                12, "raid6:4+2x2", "127.0.0.1", 9000, 6969, 6881, 1_000_000_000, 4 << 20, null));
    assertThat(plan.apiPort()).isEqualTo(9001);
    assertThat(plan.websitePort()).isEqualTo(9002);
    assertThat(plan.nodePort(1)).isEqualTo(6882);
    assertThat(plan.nodeName(1)).isEqualTo("node-01");
    assertThat(plan.siteName(12)).isEqualTo("site-12");
  }

  @Test
  void resolve_nothingSaidOfACloudThatIsThere_goesOnWithIt() {
    assertThat(new PlanOptions().resolve(Optional.of(BEFORE), new Random(1))).isEqualTo(BEFORE);
  }

  @Test
  void resolve_fewerNodesThanTheLayoutBefore_takesOneThatFits() {
    PlanOptions options = new PlanOptions();
    options.nodes = 4;
    assertThat(options.resolve(Optional.of(BEFORE), new Random(1)).layout())
        .isEqualTo("raid5:2+1x1");
  }

  @Test
  void resolve_portsZero_findsFreeOnesThatDoNotOverlap() {
    PlanOptions options = new PlanOptions();
    options.port = 0;
    options.trackerPort = 0;
    options.btPort = 0;
    CloudPlan plan = options.resolve(Optional.of(BEFORE), new Random(7));
    assertThat(plan.port()).isNotIn(0, BEFORE.port());
    assertThat(plan.trackerPort()).isNotZero();
    assertThat(plan.btPort()).isNotZero();
    plan.requireFreePorts();
  }

  @Test
  void resolve_layoutThatDoesNotFit_isWrongUsage() {
    PlanOptions options = new PlanOptions();
    options.layout = "raid6:4+2x2";
    assertThatThrownBy(() -> options.resolve(Optional.of(BEFORE), new Random(1)))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(Failure.WRONG_USAGE))
        .hasMessageContaining("needs 12 nodes and there are 6");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 100_000})
  void plan_impossibleNodes_isWrongUsage(int nodes) {
    PlanOptions options = new PlanOptions();
    options.nodes = nodes;
    assertThatThrownBy(() -> options.resolve(Optional.empty(), new Random(1)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--nodes");
  }

  @Test
  void resolve_sites_areDealtInTurn_andKept() {
    PlanOptions options = new PlanOptions();
    options.sites = 4;
    CloudPlan plan = options.resolve(Optional.of(BEFORE), new Random(1));
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(plan::siteName))
        .containsExactly("site-01", "site-02", "site-03", "site-04", "site-01", "site-02");
    CloudPlan kept = Json.read(Json.write(plan), CloudPlan.class);
    assertThat(new PlanOptions().resolve(Optional.of(kept), new Random(1))).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void resolve_noSitesOrMoreThanNodes_isWrongUsage(int sites) {
    PlanOptions options = new PlanOptions();
    options.sites = sites;
    assertThatThrownBy(() -> options.resolve(Optional.of(BEFORE), new Random(1)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("--sites must be 1..6");
  }

  @Test
  void plan_writtenBeforeThereWereSites_hasOneForEachNode() {
    String old = Json.write(BEFORE).replace(",\"sites\":null", "");
    assertThat(old).doesNotContain("sites");
    assertThat(Json.read(old, CloudPlan.class)).isEqualTo(BEFORE);
  }

  @Test
  void plan_hostThatIsNoAddress_isWrongUsage() {
    PlanOptions options = new PlanOptions();
    options.host = "nowhere.invalid";
    options.port = 0;
    assertThatThrownBy(() -> options.resolve(Optional.empty(), new Random(1)))
        .hasMessageContaining("--host must be an IP address");
  }

  @ParameterizedTest
  @CsvSource({
    "1, raid0:1",
    "2, raid1:1x2",
    "3, raid5:2+1x1",
    "5, raid5:2+1x1",
    "6, raid6:4+2x1",
    "11, raid6:4+2x1",
    "12, raid6:4+2x2",
    "200, raid6:4+2x2"
  })
  void forNodes_anyNumber_fitsTheNodes(int nodes, String layout) {
    assertThat(DefaultLayout.forNodes(nodes)).isEqualTo(layout);
    assertThat(DefaultLayout.nodesNeeded(Layout.parse(layout))).isLessThanOrEqualTo(nodes);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.2, 127.0.0.2", "0.0.0.0, 127.0.0.1", "::, [::1]", "::1, [::1]"})
  void hostInUrl_anyAddress_isOneThatCanBeReached(String host, String inUrl) {
    CloudPlan plan = new CloudPlan(1, "raid0:1", host, 9000, 6969, 6881, 1, 1, null);
    assertThat(plan.hostInUrl()).isEqualTo(inUrl);
  }

  @Test
  void plan_writtenAndRead_isTheSame() {
    assertThat(Json.read(Json.write(BEFORE), CloudPlan.class)).isEqualTo(BEFORE);
  }
}
