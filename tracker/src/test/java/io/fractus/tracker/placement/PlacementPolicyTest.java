// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import io.fractus.tracker.placement.Outcome.Reason;
import io.fractus.tracker.placement.Outcome.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementPolicyTest {
  private static final long FOOTPRINT = 1_000;

  private static Candidate node(long key, String site) {
    return new Candidate(key, site, true, 1_000_000, 0);
  }

  private static List<Need> needs(int bits, int copies) {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      needs.add(new Need(FOOTPRINT, copies, List.of()));
    }
    return needs;
  }

  /** Nodes by site: {@code cloud(3, 2)} is three on the first site and two on the second. */
  private static List<Candidate> cloud(int... nodesOfSite) {
    List<Candidate> nodes = new ArrayList<>();
    for (int site = 0; site < nodesOfSite.length; site++) {
      for (int i = 0; i < nodesOfSite[site]; i++) {
        nodes.add(node(nodes.size() + 1, "s" + site));
      }
    }
    return nodes;
  }

  private static Outcome place(long seed, List<Need> needs, List<Candidate> nodes) {
    return new PlacementPolicy(new Random(seed)).place("test", needs, nodes, Set.of());
  }

  private static Placed placed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Placed.class);
    return (Placed) outcome;
  }

  private static Refused refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    return (Refused) outcome;
  }

  @Test
  void place_randomClouds_neverBreaksARule() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      List<Candidate> nodes = randomNodes(random);
      List<Need> needs = randomNeeds(random, nodes);
      Set<Long> avoid = random.nextInt(4) == 0 ? Set.of(1L, 2L) : Set.of();

      Outcome outcome = new PlacementPolicy(random).place("test", needs, nodes, avoid);

      switch (outcome) {
        case Placed placed -> check("seed " + seed, placed, needs, nodes, avoid);
        case Refused refused -> checkRefused("seed " + seed, refused, needs, nodes, avoid);
      }
    }
  }

  private static List<Candidate> randomNodes(Random random) {
    int sites = 1 + random.nextInt(12);
    List<Candidate> nodes = new ArrayList<>();
    int count = random.nextInt(40);
    for (long key = 1; key <= count; key++) {
      long share = random.nextInt(20) * FOOTPRINT / 2;
      nodes.add(
          new Candidate(
              key,
              "s" + random.nextInt(sites),
              random.nextInt(10) > 0,
              share,
              (long) (share * random.nextDouble())));
    }
    return nodes;
  }

  private static List<Need> randomNeeds(Random random, List<Candidate> nodes) {
    int bits = 1 + random.nextInt(12);
    int copies = 1 + random.nextInt(3);
    List<Candidate> unused = new ArrayList<>(nodes);
    List<Need> needs = new ArrayList<>();
    for (int bit = 0; bit < bits; bit++) {
      List<Need.Held> held = new ArrayList<>();
      if (random.nextInt(3) == 0 && !unused.isEmpty()) {
        Candidate node = unused.remove(random.nextInt(unused.size()));
        held.add(new Need.Held(node.node(), node.online(), random.nextBoolean()));
      }
      needs.add(new Need(FOOTPRINT, copies, held));
    }
    return needs;
  }

  private static void check(
      String seed, Placed placed, List<Need> needs, List<Candidate> nodes, Set<Long> avoid) {
    Map<Long, Candidate> byKey = new HashMap<>();
    nodes.forEach(node -> byKey.put(node.node(), node));
    Set<Choice> dropped = Set.copyOf(placed.dropped());
    Set<Long> used = new HashSet<>();
    for (int bit = 0; bit < needs.size(); bit++) {
      Set<String> sites = new HashSet<>();
      boolean online = false;
      int copies = 0;
      for (Need.Held held : needs.get(bit).held()) {
        if (!dropped.contains(new Choice(bit, held.node()))) {
          sites.add(candidate(byKey, held.node()).site());
          online |= held.online();
          copies++;
          assertThat(used.add(held.node())).as("%s: one bit a node", seed).isTrue();
        }
      }
      for (Choice choice : placed.added()) {
        if (choice.bit() == bit) {
          Candidate node = candidate(byKey, choice.node());
          assertThat(used.add(node.node())).as("%s: one bit a node", seed).isTrue();
          assertThat(sites.add(node.site())).as("%s: one copy a site", seed).isTrue();
          assertThat(node.freeBytes()).as("%s: room", seed).isGreaterThanOrEqualTo(FOOTPRINT);
          assertThat(node.online()).as("%s: online", seed).isTrue();
          assertThat(avoid).as("%s: not avoided", seed).doesNotContain(node.node());
          online = true;
          copies++;
        }
      }
      assertThat(online).as("%s: bit %s has a copy online", seed, bit).isTrue();
      assertThat(copies + placed.wanting().get(bit))
          .as("%s: copies of bit %s", seed, bit)
          .isGreaterThanOrEqualTo(needs.get(bit).copies());
    }
    int wanting = placed.wanting().stream().mapToInt(Integer::intValue).sum();
    assertThat(placed.shortfall().isEmpty())
        .as("%s: says what wants", seed)
        .isEqualTo(wanting == 0);
  }

  private static Candidate candidate(Map<Long, Candidate> byKey, long key) {
    Candidate candidate = byKey.get(key);
    if (candidate == null) {
      throw new AssertionError("no node " + key);
    }
    return candidate;
  }

  /** Without copies that stand, first copies fit whenever there is a node with room for each. */
  private static void checkRefused(
      String seed, Refused refused, List<Need> needs, List<Candidate> nodes, Set<Long> avoid) {
    assertThat(refused.detail()).as(seed).contains("test");
    boolean fresh = needs.stream().allMatch(need -> need.held().isEmpty());
    int copies = needs.stream().mapToInt(Need::copies).sum();
    long sites = nodes.stream().map(Candidate::site).distinct().count();
    if (fresh && nodes.size() >= copies && needs.getFirst().copies() == 1 && sites >= 1) {
      long room =
          nodes.stream()
              .filter(node -> node.online() && node.freeBytes() >= FOOTPRINT)
              .filter(node -> !avoid.contains(node.node()))
              .count();
      assertThat(room).as("%s: refused for lack of nodes", seed).isLessThan(needs.size());
    }
  }

  @Test
  void place_sitesThatJustSuffice_findsTheDealEveryTime() {
    for (long seed = 0; seed < 500; seed++) {
      // Six bits on two copies each and twelve nodes: none is left over.
      assertThat(placed(place(seed, needs(6, 2), cloud(6, 6))).shortfall()).isEmpty();
      assertThat(placed(place(seed, needs(6, 2), cloud(4, 4, 4))).shortfall()).isEmpty();
      assertThat(placed(place(seed, needs(6, 2), cloud(6, 5, 1))).shortfall()).isEmpty();
      assertThat(placed(place(seed, needs(4, 3), cloud(4, 3, 3, 2))).shortfall()).isEmpty();
    }
  }

  @Test
  void place_tooFewSites_isRefusedAndSaysSites() {
    // Seven nodes on one site: the seventh's bit has no second site to go to.
    Refused refused = refused(place(1, needs(6, 2), cloud(7, 5)));

    assertThat(refused.reason()).isEqualTo(Reason.NOT_ENOUGH_NODES);
    assertThat(refused.detail()).contains("12 registered nodes", "2 sites");
  }

  @Test
  void place_tooFewRegistered_isRefusedWithNumbers() {
    Refused refused = refused(place(1, needs(6, 2), cloud(1, 1, 1, 1)));

    assertThat(refused.reason()).isEqualTo(Reason.NOT_ENOUGH_NODES);
    assertThat(refused.detail()).contains("needs 12 nodes", "4 are registered");
  }

  @Test
  void place_noRoom_isRefusedAsNoSpace() {
    List<Candidate> nodes = new ArrayList<>();
    for (long key = 1; key <= 6; key++) {
      nodes.add(new Candidate(key, "s" + key, true, FOOTPRINT, key > 2 ? 1 : 0));
    }

    Refused refused = refused(place(1, needs(3, 1), nodes));

    assertThat(refused.reason()).isEqualTo(Reason.NO_SPACE);
    assertThat(refused.detail()).contains("3 nodes with 1000 free bytes", "2 have that room");
  }

  @Test
  void place_everythingHeld_addsNothing() {
    List<Need> needs =
        List.of(
            new Need(
                FOOTPRINT,
                2,
                List.of(new Need.Held(1, true, false), new Need.Held(2, false, false))));

    Placed placed = placed(place(1, needs, cloud(1, 1, 1)));

    assertThat(placed.added()).isEmpty();
    assertThat(placed.dropped()).isEmpty();
  }

  @Test
  void place_wantedCopyOnAnAbsentNode_isReplaced() {
    List<Candidate> nodes = List.of(new Candidate(1, "s1", false, 1_000_000, 0), node(2, "s2"));
    List<Need> needs = List.of(new Need(FOOTPRINT, 1, List.of(new Need.Held(1, false, true))));

    Placed placed = placed(place(1, needs, nodes));

    assertThat(placed.dropped()).containsExactly(new Choice(0, 1));
    assertThat(placed.added()).containsExactly(new Choice(0, 2));
  }

  @Test
  void place_emptierNodes_getMore() {
    List<Candidate> nodes = new ArrayList<>();
    for (long key = 1; key <= 20; key++) {
      nodes.add(new Candidate(key, "s" + key, true, 1_000_000, key <= 10 ? 900_000 : 0));
    }
    int empty = 0;
    for (long seed = 0; seed < 200; seed++) {
      for (Choice choice : placed(place(seed, needs(4, 1), nodes)).added()) {
        empty += choice.node() > 10 ? 1 : 0;
      }
    }
    // Chance alone gives 400 of 800; best of four gives all but one in sixteen.
    assertThat(empty).isGreaterThan(650);
  }
}
