// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.placement.Group.Shape;
import io.fractus.tracker.placement.Outcome.Choice;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may hold a bit of a stripe that keeps to a group. */
class KeepersTest {
  private static final int BITS = 10;
  private static final int COPIES = 2;

  private final GroupedCloud cloud = new GroupedCloud(9, 300, 0.2);

  private Keepers keepersOfFirstBit(int nodes) {
    List<Choice> stripe = cloud.stripes.getFirst();
    Set<Long> holders = new HashSet<>();
    Set<Long> mates = new HashSet<>();
    stripe.forEach(copy -> (copy.bit() == 0 ? holders : mates).add(copy.node()));
    return cloud.groups.keepers(nodes, holders, mates);
  }

  private long holder() {
    return cloud.stripes.getFirst().stream()
        .filter(copy -> copy.bit() == 0)
        .mapToLong(Choice::node)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takes_nodeThatMayJoin_sitsThereFromThenOn() {
    cloud.place(BITS, COPIES);
    Keepers keepers = keepersOfFirstBit(cloud.size());
    assertThat(keepers.members()).contains(holder());
    assertThat(keepers.isGuest(holder())).isFalse();
    long free =
        cloud.nodes.stream()
            .mapToLong(Candidate::node)
            .filter(node -> cloud.groups.of(node, new Shape(BITS, COPIES)).isEmpty())
            .findFirst()
            .orElseThrow();
    assertThat(keepers.isGuest(free)).isTrue();
    assertThat(keepers.mayTake(free)).isTrue();

    keepers.takes(free);

    assertThat(keepers.members()).contains(free);
    assertThat(keepers.isGuest(free)).isFalse();
    assertThat(cloud.groups.status().outside()).isZero();
  }

  @Test
  void mayTake_nodeOfAnotherSeat_isRefusedAndCountedIfItTakes() {
    cloud.place(BITS, COPIES);
    Keepers keepers = keepersOfFirstBit(cloud.size());
    long mate = cloud.stripes.getFirst().stream().mapToLong(Choice::node).max().orElseThrow();
    if (keepers.members().contains(mate)) {
      mate = cloud.stripes.getFirst().stream().mapToLong(Choice::node).min().orElseThrow();
    }
    assertThat(keepers.mayTake(mate)).isFalse();

    keepers.takes(mate);

    assertThat(keepers.isGuest(mate)).isTrue();
    assertThat(cloud.groups.status().outside()).isEqualTo(1);
  }

  @Test
  void keepers_smallCloud_mayBeAnybody() {
    cloud.place(BITS, COPIES);
    Keepers anybody = keepersOfFirstBit(Groups.SCATTER_MAX);

    assertThat(anybody.members()).isEmpty();
    assertThat(anybody.mayTake(12_345)).isTrue();
    assertThat(anybody.isGuest(12_345)).isFalse();
  }
}
