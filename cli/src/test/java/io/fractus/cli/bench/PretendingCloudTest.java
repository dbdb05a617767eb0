// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.cli.bench.PretendingCloud.Kind;
import io.fractus.cli.bench.PretendingCloud.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** 500 nodes of which one in twenty pretends in each way, for two virtual weeks and more. */
class PretendingCloudTest {
  private static final long SEED = Long.getLong("fractus.seed", 20_261);
  private static final int NODES = 500;
  private static final double EACH = 0.05;
  private static final int DAYS = 14;

  private final PretendingCloud cloud = new PretendingCloud(SEED, NODES, EACH);

  private static int most(List<Node> nodes) {
    ToIntFunction<Node> after =
        node -> node.caughtAfter() < 0 ? Integer.MAX_VALUE : node.caughtAfter();
    return nodes.stream().mapToInt(after).max().orElseThrow();
  }

  @Test
  void pass_twoWeeks_allThatPretendAreCaughtAndHardlyAnybodyElse() {
    cloud.pass(DAYS);
    System.out.printf("seed=%d%n", SEED);

    assertThat(most(cloud.nodes(Kind.LACKS))).isEqualTo(3);
    assertThat(most(cloud.nodes(Kind.HIDES))).isLessThanOrEqualTo(60);
    assertThat(most(cloud.nodes(Kind.TWO_FACED))).isLessThanOrEqualTo(60);
    // In the first night, at the fifth audit after its friend has gone.
    assertThat(most(cloud.nodes(Kind.RELAYS))).isLessThanOrEqualTo(96);
    assertThat(cloud.nodes(Kind.RELAYS)).allMatch(node -> node.failed() <= 5);
    List<Node> honest = cloud.nodes(Kind.HONEST);
    assertThat(honest).hasSize(NODES - 4 * (int) (EACH * NODES));
    assertThat(honest).noneMatch(node -> node.wasEver("liar"));
    // A slow line is a slow line: what counts is that nobody is called so who is not.
    assertThat(honest.stream().filter(node -> node.wasEver("slow")).count())
        .isLessThanOrEqualTo(NODES / 100);
    assertThat(honest.stream().filter(node -> node.tags().contains("reliable")).count())
        .isGreaterThan(honest.size() / 2);
  }

  @Test
  void pass_repairedLiars_areBelievedAgainAfterAWeekAnd64RightAnswers() {
    cloud.pass(1);
    List<Node> liars = new ArrayList<>(cloud.nodes(Kind.LACKS));
    assertThat(liars).isNotEmpty().allMatch(node -> node.tags().contains("liar"));
    liars.forEach(Node::repair);

    cloud.pass(6);
    assertThat(liars).allMatch(node -> node.tags().contains("liar"));
    cloud.pass(3);

    // A bit may have rotted meanwhile, and then it takes another week.
    assertThat(liars.stream().filter(node -> node.tags().contains("liar")).count())
        .isLessThanOrEqualTo(1);
    cloud.pass(10);
    assertThat(liars).noneMatch(node -> node.tags().contains("liar"));
    assertThat(liars).anyMatch(node -> node.tags().contains("reliable"));
  }

  @Test
  void pass_theSameSeed_isTheSameCloud() {
    PretendingCloud again = new PretendingCloud(SEED, NODES, EACH);
    cloud.pass(2);
    again.pass(2);

    assertThat(again.nodes().stream().map(Node::caughtAfter))
        .containsExactlyElementsOf(cloud.nodes().stream().map(Node::caughtAfter).toList());
  }
}
