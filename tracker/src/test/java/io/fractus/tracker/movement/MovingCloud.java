// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Need;
import io.fractus.tracker.placement.Outcome;
import io.fractus.tracker.placement.PlacementPolicy;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.repair.Surplus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cloud of a seed, with stripes that the policy placed, of which copies move. */
final class MovingCloud {
  static final long FOOTPRINT = 1_000;

  final Map<Long, Candidate> nodes = new TreeMap<>();
  final Map<Long, Bit> bits = new TreeMap<>();
  final Set<Long> slow = new HashSet<>();
  final Map<Long, Double> speeds = new HashMap<>();
  final Set<Long> busy = new HashSet<>();
  final Set<Long> closed = new HashSet<>();
  DayBudget budget = new DayBudget(0, 0, Map.of());

  /** One of its bits; what was placed at the same time is a stripe. */
  static final class Bit {
    final long key;
    final int stripe;
    final int wanted;
    final Set<Long> copies = new TreeSet<>();
    int extra;
    double reads;

    Bit(long key, int stripe, int wanted) {
      this.key = key;
      this.stripe = stripe;
      this.wanted = wanted;
    }
  }

  MovingCloud(Random random) {
    int sites = 3 + random.nextInt(12);
    int count = 6 + random.nextInt(34);
    for (long key = 1; key <= count; key++) {
      add(random, key, sites);
    }
    int stripes = 1 + random.nextInt(12);
    for (int stripe = 0; stripe < stripes; stripe++) {
      place(random, stripe);
    }
  }

  private void add(Random random, long key, int sites) {
    boolean isServer = random.nextInt(3) == 0;
    double level = isServer ? 0.9 + 0.0999 * random.nextDouble() : random.nextDouble();
    int night = random.nextInt(24);
    double dark = isServer ? level : random.nextDouble() * level;
    FourHours week =
        FourHours.of(
            WeekAvailability.of(hour -> (hour + night) % 24 < 8 ? dark : Math.sqrt(level)));
    Trust[] trusts = Trust.values();
    Trust trust = random.nextInt(5) > 0 ? Trust.VETTED : trusts[random.nextInt(trusts.length)];
    int site = random.nextInt(sites);
    double speed = 1e4 * Math.pow(10, 3 * random.nextDouble());
    Merits merits =
        Merits.of(week, trust, "r" + site % 3, NodeClass.LAB, random.nextInt(900), speed);
    boolean online = random.nextInt(12) > 0;
    long share = (4 + random.nextInt(isServer ? 8 : 32)) * FOOTPRINT;
    nodes.put(key, new Candidate(key, "s" + site, online, online, share, 0, merits));
    speeds.put(key, speed);
    if (random.nextInt(8) == 0) {
      slow.add(key);
    }
    if (random.nextInt(10) == 0) {
      busy.add(key);
    }
    if (random.nextInt(15) == 0) {
      closed.add(key);
    }
  }

  private void place(Random random, int stripe) {
    List<Need> needs = new ArrayList<>();
    int copies = 1 + random.nextInt(4);
    for (int bit = 1 + random.nextInt(5); bit > 0; bit--) {
      needs.add(new Need(FOOTPRINT, copies, List.of()));
    }
    if (new PlacementPolicy(random).place("test", needs, List.copyOf(nodes.values()), Set.of())
        instanceof Outcome.Placed placed) {
      long first = bits.size() + 1L;
      for (int bit = 0; bit < needs.size(); bit++) {
        Bit one = new Bit(first + bit, stripe, copies - placed.wanting().get(bit));
        one.reads = random.nextBoolean() ? 0 : 1_500 * Math.pow(random.nextDouble(), 3);
        bits.put(one.key, one);
      }
      for (Outcome.Choice choice : placed.added()) {
        add(bit(first + choice.bit()), choice.node());
      }
    }
  }

  private static <V> V of(Map<Long, V> map, long key) {
    V value = map.get(key);
    if (value == null) {
      throw new AssertionError("nothing has the key " + key);
    }
    return value;
  }

  Bit bit(long key) {
    return of(bits, key);
  }

  Candidate candidate(long key) {
    return of(nodes, key);
  }

  void add(Bit bit, long node) {
    if (!bit.copies.add(node)) {
      throw new AssertionError("node " + node + " has bit " + bit.key + " already");
    }
    nodes.put(node, candidate(node).plus(FOOTPRINT));
  }

  void remove(Bit bit, long node) {
    if (!bit.copies.remove(node)) {
      throw new AssertionError("node " + node + " has no bit " + bit.key);
    }
    nodes.put(node, candidate(node).plus(-FOOTPRINT));
  }

  MovementNode node(long key) {
    return new MovementNode(
        candidate(key),
        !closed.contains(key),
        !busy.contains(key),
        slow.contains(key),
        of(speeds, key),
        budget.left(key));
  }

  MovementBit facts(Bit bit) {
    return new MovementBit(
        bit.key,
        FOOTPRINT,
        bit.wanted,
        bit.extra,
        bit.reads,
        bit.reads,
        Duration.ofDays(30),
        bit.copies.stream().map(this::node).toList());
  }

  Room room() {
    long share = nodes.values().stream().mapToLong(Candidate::shareBytes).sum();
    return Room.of(share, nodes.values().stream().mapToLong(Candidate::usedBytes).sum());
  }

  Map<Long, String> mates(Bit bit) {
    Map<Long, String> mates = new HashMap<>();
    for (Bit other : bits.values()) {
      if (other.stripe == bit.stripe && other != bit) {
        other.copies.forEach(node -> mates.put(node, candidate(node).site()));
      }
    }
    return mates;
  }

  MovementPolicy.Cloud cloud(Bit bit) {
    return new MovementPolicy.Cloud() {
      @Override
      public Collection<MovementNode> nodes() {
        return nodes.keySet().stream().map(MovingCloud.this::node).toList();
      }

      @Override
      public Map<Long, String> mates() {
        return MovingCloud.this.mates(bit);
      }
    };
  }

  /** One copy less, as for any copy too many. */
  void letGo(Bit bit) {
    List<Surplus.Held> held =
        bit.copies.stream()
            .map(this::candidate)
            .map(node ->
                new Surplus.Held(
                    node.node(), node.site(), node.merits().hours(), true, node.freeShare(), false))
            .toList();
    remove(bit, Surplus.worst(held, bit.wanted).orElseThrow().node());
  }
}
