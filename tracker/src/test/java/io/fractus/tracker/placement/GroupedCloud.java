// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Outcome.Choice;
import io.fractus.tracker.placement.Outcome.Placed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A cloud by chance that is large enough for groups, and the stripes that are placed in it. */
final class GroupedCloud implements Nodes {
  static final long FOOTPRINT = 1_000;
  private static final long SHARE = 10_000_000;

  final Groups groups;
  final List<Candidate> nodes = new ArrayList<>();
  final List<List<Choice>> stripes = new ArrayList<>();

  /** For each node with whom it shares stripes that were placed within groups. */
  final Map<Long, Set<Long>> mates = new HashMap<>();

  private final Random random;
  private final Map<Long, Double> presence = new HashMap<>();
  private PlacementPolicy policy;

  GroupedCloud(long seed, int count, double anchors) {
    this(new Random(seed), new Groups(), count, anchors);
  }

  private GroupedCloud(Random random, Groups groups, int count, double anchors) {
    this.random = random;
    this.groups = groups;
    this.policy = new PlacementPolicy(random, groups);
    for (int i = 0; i < count; i++) {
      add(random.nextDouble() < anchors);
    }
  }

  /** The same cloud and stripes after a start, when groups are found again in the stripes. */
  GroupedCloud startedAgain(int bits, int copies) {
    GroupedCloud again = new GroupedCloud(random, new Groups(), 0, 0);
    again.nodes.addAll(nodes);
    again.presence.putAll(presence);
    again.mates.putAll(mates);
    for (List<Choice> stripe : stripes.reversed()) {
      List<List<Long>> holders = new ArrayList<>();
      for (int bit = 0; bit < bits; bit++) {
        int of = bit;
        holders.add(stripe.stream().filter(copy -> copy.bit() == of).map(Choice::node).toList());
      }
      again.groups.takeUp(holders, copies, nodes.size());
    }
    return again;
  }

  /** A node more; returns its key. */
  long add(boolean isAnchor) {
    long key = 1L + nodes.size();
    double here = isAnchor ? 0.995 : 0.4 + 0.5 * random.nextDouble();
    int night = random.nextInt(24);
    FourHours week =
        FourHours.of(
            WeekAvailability.of(hour -> isAnchor || (hour + night) % 24 < 16 ? here : 0.5 * here));
    Merits merits =
        Merits.of(
            week,
            Trust.VETTED,
            "r" + key % 4,
            isAnchor ? NodeClass.SERVER : NodeClass.HOME,
            100,
            null);
    presence.put(key, here);
    nodes.add(new Candidate(key, "s" + key / 5, true, true, SHARE, 0, merits));
    return key;
  }

  /** Who is here is drawn anew. */
  void pass() {
    nodes.replaceAll(node -> {
      boolean here = random.nextDouble() < presence.getOrDefault(node.node(), 1.0);
      return new Candidate(
          node.node(), node.site(), here, here, node.shareBytes(), node.usedBytes(), node.merits());
    });
  }

  Outcome place(int bits, int copies) {
    long outside = groups.status().outside();
    List<Need> needs = Collections.nCopies(bits, new Need(FOOTPRINT, copies, List.of()));
    Outcome outcome = policy.place("rs:" + bits + "x" + copies, needs, this, Set.of());
    if (outcome instanceof Placed placed) {
      stripes.add(placed.added());
      for (Choice copy : placed.added()) {
        nodes.set(at(copy.node()), nodes.get(at(copy.node())).plus(FOOTPRINT));
        if (groups.status().outside() == outside) {
          Set<Long> others = mates.computeIfAbsent(copy.node(), _ -> new HashSet<>());
          placed.added().forEach(other -> others.add(other.node()));
          others.remove(copy.node());
        }
      }
    }
    return outcome;
  }

  int mostMates() {
    return mates.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  private static int at(long node) {
    return (int) node - 1;
  }

  @Override
  public int size() {
    return nodes.size();
  }

  @Override
  public Candidate at(int position) {
    return nodes.get(position);
  }

  @Override
  public Optional<Candidate> find(long node) {
    return node >= 1 && node <= nodes.size() ? Optional.of(nodes.get(at(node))) : Optional.empty();
  }
}
