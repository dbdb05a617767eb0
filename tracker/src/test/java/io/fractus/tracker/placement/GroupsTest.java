// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Groups in clouds by chance; a failure names the seed that replays it. */
class GroupsTest {
  private static final int CLOUDS = 1_000;
  private static final int STRIPES = 12;

  /** {@code -Dfractus.seed=N} begins with that one. */
  private static final long FIRST = Long.getLong("fractus.seed", 0L);

  @Test
  void place_anyCloud_keepsTheRulesAndTheBoundOrSaysSo() {
    for (long seed = FIRST; seed < FIRST + CLOUDS; seed++) {
      Random random = new Random(seed);
      int bits = 1 + random.nextInt(12);
      int copies = 1 + random.nextInt(3);
      int count = 205 + random.nextInt(150);
      double anchors = random.nextInt(3) * 0.15;
      GroupedCloud cloud = new GroupedCloud(seed, count, anchors);
      GroupedCloud same = new GroupedCloud(seed, count, anchors);
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        Outcome outcome = cloud.place(bits, copies);
        assertThat(same.place(bits, copies)).as("seed %d", seed).isEqualTo(outcome);
        if (outcome instanceof Placed placed) {
          check("seed " + seed, placed, cloud, bits, copies);
        }
        if (stripe % 3 == 0) {
          cloud.pass();
          same.pass();
        }
      }
      Groups.Status status = cloud.groups.status();
      assertThat(cloud.mostMates()).as("seed %d", seed).isLessThanOrEqualTo(Groups.SCATTER_MAX);
      assertThat(status.within() + status.outside())
          .as("seed %d: all are counted", seed)
          .isEqualTo(cloud.stripes.size());
      assertThat(status.latest().isEmpty()).as("seed %d", seed).isEqualTo(status.outside() == 0);
    }
  }

  private static void check(String seed, Placed placed, GroupedCloud cloud, int bits, int copies) {
    Map<Integer, Set<String>> sites = new HashMap<>();
    Set<Long> used = new HashSet<>();
    for (Choice copy : placed.added()) {
      Candidate node = cloud.find(copy.node()).orElseThrow();
      assertThat(used.add(copy.node())).as("%s: one bit a node", seed).isTrue();
      assertThat(node.online()).as("%s: here", seed).isTrue();
      // So a bit outlives any site as soon as it has two copies.
      assertThat(sites.computeIfAbsent(copy.bit(), _ -> new HashSet<>()).add(node.site()))
          .as("%s: one copy a site", seed)
          .isTrue();
    }
    for (int bit = 0; bit < bits; bit++) {
      assertThat(sites.getOrDefault(bit, Set.of()).size() + placed.wanting().get(bit))
          .as("%s: bit %d", seed, bit)
          .isEqualTo(copies);
    }
  }

  @Test
  void place_manyStripes_fewSetsOfNodesCanLoseOne() {
    GroupedCloud with = new GroupedCloud(7, 300, 0.15);
    GroupedCloud same = new GroupedCloud(7, 300, 0.15);
    PlacementPolicy anywhere = new PlacementPolicy(new Random(7));
    List<Need> needs = Collections.nCopies(10, new Need(GroupedCloud.FOOTPRINT, 2, List.of()));
    Set<Set<Long>> grouped = new HashSet<>();
    Set<Set<Long>> random = new HashSet<>();
    for (int stripe = 0; stripe < 1_500; stripe++) {
      if (stripe % 50 == 0) {
        with.pass();
      }
      if (with.place(10, 2) instanceof Placed placed) {
        fatal(placed.added(), grouped);
      }
      if (anywhere.place("raid6:8+2x2", needs, same, Set.of()) instanceof Placed placed) {
        fatal(placed.added(), random);
      }
    }
    assertThat(10 * grouped.size()).isLessThan(random.size());
    assertThat(with.groups.status().outside()).isLessThan(15);
    assertThat(with.mostMates()).isLessThanOrEqualTo(Groups.SCATTER_MAX);
  }

  /** The sets of all copies of two bits: as telling as those of three, and fewer. */
  private static void fatal(List<Choice> stripe, Set<Set<Long>> sets) {
    for (int first = 0; first < 10; first++) {
      for (int second = first + 1; second < 10; second++) {
        Set<Long> nodes = new TreeSet<>();
        for (Choice copy : stripe) {
          if (copy.bit() == first || copy.bit() == second) {
            nodes.add(copy.node());
          }
        }
        sets.add(nodes);
      }
    }
  }

  @Test
  void place_nodeThatIsNewAmongFullOnes_movesNothingAndIsUsedSoon() {
    GroupedCloud cloud = new GroupedCloud(11, 260, 0.2);
    cloud.nodes.replaceAll(node -> node.plus(node.shareBytes() * 9 / 10));
    for (int stripe = 0; stripe < 300; stripe++) {
      cloud.place(6, 2);
    }
    List<Integer> before = scatters(cloud);

    long added = cloud.add(false);
    assertThat(scatters(cloud).subList(0, before.size())).isEqualTo(before);

    for (int stripe = 0; stripe < 500; stripe++) {
      cloud.place(6, 2);
    }
    assertThat(cloud.groups.scatter(added)).isBetween(11, Groups.SCATTER_MAX);
    assertThat(cloud.mates.get(added)).isNotEmpty();
  }

  private static List<Integer> scatters(GroupedCloud cloud) {
    return cloud.nodes.stream().map(node -> cloud.groups.scatter(node.node())).toList();
  }

  @Test
  void takeUp_afterAStart_goesOnWithTheSameGroups() {
    GroupedCloud before = new GroupedCloud(5, 280, 0.2);
    for (int stripe = 0; stripe < 400; stripe++) {
      if (stripe % 40 == 0) {
        before.pass();
      }
      before.place(10, 2);
    }
    GroupedCloud after = before.startedAgain(10, 2);
    assertThat(after.groups.status().groups()).isEqualTo(before.groups.status().groups());
    for (int stripe = 0; stripe < 400; stripe++) {
      if (stripe % 40 == 0) {
        after.pass();
      }
      after.place(10, 2);
    }
    assertThat(after.mostMates()).isLessThanOrEqualTo(Groups.SCATTER_MAX);
    assertThat(after.groups.status().outside()).isLessThan(8);
  }

  @Test
  void takeUp_stripesThatAreOlderThanGroups_keepsTheBound() {
    GroupedCloud cloud = new GroupedCloud(5, 280, 0.2);
    PlacementPolicy anywhere = new PlacementPolicy(new Random(5));
    List<Need> needs = Collections.nCopies(10, new Need(GroupedCloud.FOOTPRINT, 2, List.of()));
    for (int stripe = 0; stripe < 400; stripe++) {
      if (anywhere.place("raid6:8+2x2", needs, cloud, Set.of()) instanceof Placed placed) {
        cloud.stripes.add(placed.added());
      }
    }
    assertThat(cloud.stripes).hasSize(400);

    GroupedCloud after = cloud.startedAgain(10, 2);
    assertThat(scatters(after)).allMatch(others -> others <= Groups.SCATTER_MAX);
    for (int stripe = 0; stripe < 400; stripe++) {
      after.place(10, 2);
    }
    assertThat(after.groups.status().outside()).isLessThan(20);
    assertThat(scatters(after)).allMatch(others -> others <= Groups.SCATTER_MAX);
  }

  @Test
  void another_memberIsLost_itsCopiesGoToFewAndTheGroupStaysWhole() {
    GroupedCloud cloud = new GroupedCloud(3, 260, 0.2);
    for (int stripe = 0; stripe < 600; stripe++) {
      cloud.place(10, 2);
    }
    long lost =
        cloud.mates.keySet().stream()
            .max((a, b) -> Long.compare(held(cloud, a), held(cloud, b)))
            .orElseThrow();
    List<Group> groups = cloud.groups.of(lost, new Group.Shape(10, 2));
    MovePolicy moves = new MovePolicy(new Random(3), cloud.groups);
    Set<Long> takers = new HashSet<>();
    int moved = 0;
    for (List<Choice> stripe : List.copyOf(cloud.stripes)) {
      for (Choice copy : stripe.stream().filter(one -> one.node() == lost).toList()) {
        Move move = moves.another(moving(stripe, copy.bit(), lost), cloud(cloud, stripe, lost));
        assertThat(move).isInstanceOf(Move.CopyTo.class);
        takers.add(((Move.CopyTo) move).to());
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(20);
    assertThat(takers.size()).isLessThanOrEqualTo(4 * groups.size());
    assertThat(cloud.groups.of(lost, new Group.Shape(10, 2))).isEmpty();
    assertThat(cloud.groups.status().outside()).isZero();
    for (long taker : takers) {
      assertThat(cloud.groups.scatter(taker)).isLessThanOrEqualTo(Groups.SCATTER_MAX);
      assertThat(groups).anyMatch(group -> group.seat(taker) != Group.NONE);
    }
  }

  private static long held(GroupedCloud cloud, long node) {
    return cloud.stripes.stream()
        .filter(stripe -> stripe.stream().anyMatch(copy -> copy.node() == node))
        .count();
  }

  private static Moving moving(List<Choice> stripe, int bit, long lost) {
    List<Moving.Copy> copies = new ArrayList<>();
    for (Choice copy : stripe) {
      if (copy.bit() == bit) {
        boolean here = copy.node() != lost;
        copies.add(
            new Moving.Copy(
                copy.node(), "s" + copy.node() / 5, here, false, here, here, Moving.NOBODY, false));
      }
    }
    return new Moving(GroupedCloud.FOOTPRINT, 2, Moving.NOBODY, copies);
  }

  private static MovePolicy.Cloud cloud(GroupedCloud cloud, List<Choice> stripe, long lost) {
    return new MovePolicy.Cloud() {
      @Override
      public Nodes nodes() {
        return cloud;
      }

      @Override
      public boolean takesNew(long node) {
        return node != lost;
      }

      @Override
      public Set<Long> mates() {
        Set<Long> mates = new HashSet<>();
        stripe.forEach(copy -> mates.add(copy.node()));
        return mates;
      }

      @Override
      public boolean isBusy(long node) {
        return false;
      }
    };
  }
}
