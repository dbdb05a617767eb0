// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold whatever the nodes are like; a failure names the seed that replays it. */
class RandomCloudsTest {
  private static final int CLOUDS = 3_000;
  private static final long FOOTPRINT = 1_000;

  private static List<Candidate> nodes(Random random) {
    int sites = 1 + random.nextInt(15);
    int regions = 1 + random.nextInt(3);
    int count = random.nextInt(60);
    Trust[] trusts = Trust.values();
    NodeClass[] kinds = NodeClass.values();
    List<Candidate> nodes = new ArrayList<>();
    for (long key = 1; key <= count; key++) {
      double level = random.nextDouble();
      int night = random.nextInt(24);
      double dark = random.nextDouble() * level;
      FourHours week =
          FourHours.of(
              WeekAvailability.of(hour -> (hour + night) % 24 < 8 ? dark : Math.sqrt(level)));
      NodeClass kind = kinds[random.nextInt(kinds.length)];
      int site = random.nextInt(sites);
      Merits merits =
          Merits.of(
              week,
              trusts[random.nextInt(10) < 7 ? 0 : random.nextInt(trusts.length)],
              "r" + site % regions,
              kind,
              random.nextInt(1_000),
              random.nextBoolean() ? null : 1e4 * Math.pow(10, 3 * random.nextDouble()));
      boolean online = random.nextInt(10) > 0;
      boolean prompt = online && random.nextInt(5) > 0;
      long share = random.nextInt(20) * FOOTPRINT / 2;
      nodes.add(
          new Candidate(
              key,
              "s" + site,
              online,
              prompt,
              share,
              (long) (share * random.nextDouble()),
              merits));
    }
    return nodes;
  }

  private static List<Need> needs(Random random) {
    int copies = 1 + random.nextInt(4);
    List<Need> needs = new ArrayList<>();
    for (int bit = 1 + random.nextInt(12); bit > 0; bit--) {
      needs.add(new Need(FOOTPRINT, copies, List.of()));
    }
    return needs;
  }

  @Test
  void place_anyCloud_keepsTheRulesAndIsRepeatable() {
    for (long seed = 0; seed < CLOUDS; seed++) {
      Random random = new Random(seed);
      List<Candidate> nodes = nodes(random);
      List<Need> needs = needs(random);

      Outcome outcome = new PlacementPolicy(new Random(seed)).place("test", needs, nodes, Set.of());

      assertThat(new PlacementPolicy(new Random(seed)).place("test", needs, nodes, Set.of()))
          .as("seed %d", seed)
          .isEqualTo(outcome);
      if (outcome instanceof Placed placed) {
        check("seed " + seed, placed, needs, nodes);
      } else {
        checkRefused("seed " + seed, needs, nodes);
      }
    }
  }

  private static void check(String seed, Placed placed, List<Need> needs, List<Candidate> nodes) {
    Map<Long, Candidate> byKey =
        nodes.stream().collect(Collectors.toMap(Candidate::node, node -> node));
    Set<Long> used = new HashSet<>();
    Map<Integer, Set<String>> sites = new HashMap<>();
    for (Choice choice : placed.added()) {
      Candidate node = byKey.get(choice.node());
      assertThat(node).as(seed).isNotNull();
      assertThat(used.add(choice.node())).as("%s: one bit a node", seed).isTrue();
      if (node != null) {
        assertThat(node.online()).as("%s: here", seed).isTrue();
        assertThat(node.freeBytes()).as("%s: room", seed).isGreaterThanOrEqualTo(FOOTPRINT);
        assertThat(sites.computeIfAbsent(choice.bit(), _ -> new HashSet<>()).add(node.site()))
            .as("%s: one copy a site", seed)
            .isTrue();
      }
    }
    for (int bit = 0; bit < needs.size(); bit++) {
      int copies = sites.getOrDefault(bit, Set.of()).size();
      assertThat(copies + placed.wanting().get(bit))
          .as("%s: what wants of bit %d is told", seed, bit)
          .isEqualTo(needs.get(bit).copies());
      // With a copy on a second site the bit outlives any site.
      assertThat(copies).as("%s: bit %d", seed, bit).isPositive();
    }
    if (room(needs, nodes) >= (long) needs.size() * needs.getFirst().copies()) {
      assertThat(placed.wanting()).as("%s: the cloud allows for all", seed).containsOnly(0);
    }
    boolean wanting = placed.wanting().stream().anyMatch(copies -> copies > 0);
    assertThat(placed.shortfall().isEmpty()).as("%s: says so", seed).isEqualTo(!wanting);
  }

  /** What is refused lacks nodes, of those that joined or of those that could take a bit now. */
  private static void checkRefused(String seed, List<Need> needs, List<Candidate> nodes) {
    int copies = needs.getFirst().copies();
    long able = nodes.stream().filter(RandomCloudsTest::isAble).count();
    assertThat(able < needs.size() || usable(nodes, needs) < (long) copies * needs.size())
        .as("%s: refused though %d nodes could take %d bits", seed, able, needs.size())
        .isTrue();
  }

  private static boolean isAble(Candidate node) {
    return node.online() && node.freeBytes() >= FOOTPRINT;
  }

  /** Gale and Ryser for bits with like copies: of a site a stripe can use a node for each bit. */
  private static long usable(List<Candidate> nodes, List<Need> needs) {
    Map<String, Long> bySite =
        nodes.stream().collect(Collectors.groupingBy(Candidate::site, Collectors.counting()));
    return bySite.values().stream().mapToLong(many -> Math.min(many, needs.size())).sum();
  }

  private static long room(List<Need> needs, List<Candidate> nodes) {
    return usable(nodes.stream().filter(RandomCloudsTest::isAble).toList(), needs);
  }
}
