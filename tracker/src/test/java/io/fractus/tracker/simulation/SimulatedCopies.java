// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Need;
import io.fractus.tracker.placement.Outcome;
import io.fractus.tracker.placement.PlacementPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The copies that are on record, and the nodes as placement sees them. */
final class SimulatedCopies {
  private final SimulatedCloud cloud;
  private final PlacementPolicy placement;
  private final List<SimulatedStripe> stripes = new ArrayList<>();
  private final Map<Long, SimulatedNode> nodes = new HashMap<>();
  private final Map<Long, Long> used = new HashMap<>();
  private final Map<Long, Set<BitOf>> bits = new HashMap<>();
  private final Map<Long, Candidate> candidates = new LinkedHashMap<>();
  private int candidatesOf = -1;

  /** A bit of a stripe. */
  record BitOf(SimulatedStripe stripe, int bit) implements Comparable<BitOf> {
    private static final int BITS_MAX = 256;

    /** Its row in a registry. */
    long key() {
      return (long) stripe.number() * BITS_MAX + bit;
    }

    List<SimulatedNode> holders() {
      return stripe.holders.get(bit);
    }

    @Override
    public int compareTo(BitOf other) {
      return Long.compare(key(), other.key());
    }
  }

  SimulatedCopies(SimulatedCloud cloud, long seed) {
    this.cloud = cloud;
    this.placement = new PlacementPolicy(new Random(seed));
    cloud.nodes.forEach(node -> nodes.put(node.key(), node));
  }

  List<SimulatedStripe> stripes() {
    return stripes;
  }

  SimulatedNode node(long key) {
    return known(nodes.get(key));
  }

  /** The bits of which a node is said to have copies. */
  Collection<BitOf> of(long node) {
    return List.copyOf(bits.getOrDefault(node, Set.of()));
  }

  BitOf bit(long key) {
    return new BitOf(stripes.get((int) (key / BitOf.BITS_MAX)), (int) (key % BitOf.BITS_MAX));
  }

  /** Nodes that hold other bits of the same stripe. */
  Set<Long> mates(BitOf bit) {
    Set<Long> mates = new HashSet<>();
    for (int other = 0; other < bit.stripe().holders.size(); other++) {
      if (other != bit.bit()) {
        bit.stripe().holders.get(other).forEach(node -> mates.add(node.key()));
      }
    }
    return mates;
  }

  /** Places a stripe as a gateway would have it done; fails if it is refused. */
  SimulatedStripe place(int dataBits, int parityBits, int copies, long footprint) {
    int count = dataBits + parityBits;
    List<Need> needs = Collections.nCopies(count, new Need(footprint, copies, List.of()));
    List<Candidate> now = List.copyOf(candidates().values());
    if (!(placement.place("simulated", needs, now, Set.of()) instanceof Outcome.Placed placed)) {
      throw new AssertionError("a stripe was refused in hour " + cloud.hour());
    }
    SimulatedStripe stripe =
        new SimulatedStripe(stripes.size(), dataBits, count, copies, footprint);
    stripes.add(stripe);
    placed.added().forEach(copy -> add(new BitOf(stripe, copy.bit()), copy.node()));
    return stripe;
  }

  void add(BitOf bit, long node) {
    bit.holders().add(node(node));
    bits.computeIfAbsent(node, _ -> new TreeSet<>()).add(bit);
    use(node, bit.stripe().footprint());
  }

  void remove(BitOf bit, long node) {
    bit.holders().removeIf(holder -> holder.key() == node);
    bits.getOrDefault(node, Set.of()).remove(bit);
    use(node, -bit.stripe().footprint());
  }

  private void use(long node, long bytes) {
    used.merge(node, bytes, Long::sum);
    candidates.computeIfPresent(node, (_, candidate) -> candidate.plus(bytes));
  }

  Candidate candidate(long node) {
    return known(candidates().get(node));
  }

  /** All members as they are in this hour. */
  Map<Long, Candidate> candidates() {
    int hour = cloud.hour();
    if (candidatesOf != hour) {
      candidatesOf = hour;
      for (SimulatedNode node : cloud.members()) {
        boolean here = node.isHere(hour);
        candidates.put(
            node.key(),
            new Candidate(
                node.key(),
                node.site(),
                here,
                here,
                SimulatedCloud.SHARE_BYTES,
                used.getOrDefault(node.key(), 0L),
                cloud.merits(node)));
      }
    }
    return candidates;
  }

  private static <T> T known(@Nullable T value) {
    return Objects.requireNonNull(value);
  }
}
