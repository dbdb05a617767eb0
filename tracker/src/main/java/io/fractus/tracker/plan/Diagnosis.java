// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.plan.Choice;
import io.fractus.protocol.plan.Shortfall;
import io.fractus.protocol.plan.Wish;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why no layout gives what is wished, and what would. Immutable, thread-safe. */
final class Diagnosis {
  /** Servers that are tried in addition: four times as many each time. */
  private static final int SERVERS_MAX = 64;

  /** Of a server that has been watched for a season. */
  private static final double SERVER = 0.98;

  private static final double SERVER_AGE_DAYS = 90;

  /** Layouts need two nodes at least. */
  private static final int NODES_MIN = 2;

  private final List<Member> members;
  private final double scale;
  private final long seed;
  private final Wish wish;

  /**
   * @param members a sample of the nodes
   * @param scale nodes for each in the sample
   */
  Diagnosis(List<Member> members, double scale, long seed, Wish wish) {
    this.members = members;
    this.scale = scale;
    this.seed = seed;
    this.wish = wish;
  }

  /**
   * The constraints that fail, most fundamental first; at least one.
   *
   * @param all choices that can be placed
   * @param affordable those within the overhead wished
   */
  List<Shortfall> of(List<Choice> all, List<Choice> affordable) {
    List<Shortfall> shortfalls = new ArrayList<>();
    String servers = servers();
    if (all.isEmpty()) {
      shortfalls.add(new Shortfall("nodes", NODES_MIN, members.size(), servers));
      return shortfalls;
    }
    double readable = readable(affordable);
    if (affordable.stream().noneMatch(wish::isReadable)) {
      shortfalls.add(
          new Shortfall("availability", Nines.of(wish.unavailable()), readable, servers));
    }
    if (affordable.stream().noneMatch(wish::isDurable)) {
      shortfalls.add(new Shortfall("durability", wish.durability(), durable(affordable), servers));
    }
    Optional<Choice> dearer =
        all.stream()
            .filter(choice -> wish.isReadable(choice) && wish.isDurable(choice))
            .min(Comparator.comparingDouble(Choice::overhead).thenComparing(Choice::layout));
    if (dearer.isPresent()) {
      shortfalls.add(
          new Shortfall("overhead", wish.overheadMax(), dearer.get().overhead(), allow(dearer)));
    } else if (shortfalls.isEmpty()) {
      // Some are readable and others durable, but none is both.
      double both = readable(affordable.stream().filter(wish::isDurable).toList());
      shortfalls.add(new Shortfall("availability", Nines.of(wish.unavailable()), both, servers));
    }
    return shortfalls;
  }

  private static String allow(Optional<Choice> dearer) {
    return dearer
        .map(choice ->
            String.format(
                Locale.ROOT, "allow an overhead of %.2f: %s", choice.overhead(), choice.layout()))
        .orElse("");
  }

  private static double readable(List<Choice> choices) {
    return choices.stream()
        .mapToDouble(choice -> Nines.of(choice.unavailableWorstHour()))
        .max()
        .orElse(0);
  }

  private static double durable(List<Choice> choices) {
    return choices.stream().mapToDouble(Choice::durability).max().orElse(0);
  }

  /** How many servers more would do, each on a site of its own, with the space of the others. */
  private String servers() {
    long free = (long) members.stream().mapToLong(Member::freeBytes).average().orElse(1L << 40);
    List<Member> more = new ArrayList<>(members);
    WeekAvailability week = WeekAvailability.of(hour -> SERVER);
    for (int servers = 1; servers <= SERVERS_MAX; servers *= 4) {
      while (more.size() < members.size() + servers) {
        String name = "~server-" + more.size();
        more.add(new Member(name, NodeClass.SERVER, name, week, SERVER_AGE_DAYS, free));
      }
      if (new Planner(more, more.size(), seed).meets(wish)) {
        return String.format(
            Locale.ROOT,
            "%d more node%s of class server (%.2f), each on a site of its own",
            (long) Math.ceil(servers * scale),
            servers * scale > 1 ? "s" : "",
            SERVER);
      }
    }
    return "not even " + SERVERS_MAX + " more servers would do: wish for less";
  }
}
