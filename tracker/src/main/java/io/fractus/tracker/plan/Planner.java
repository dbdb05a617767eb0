// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Choice;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Shortfall;
import io.fractus.protocol.plan.Wish;
import io.fractus.tracker.availability.NodeClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Finds the layouts that give what is wished on the nodes that there are. The same nodes, in any
 * order, the same wish and the same seed give the same plan. Immutable, thread-safe.
 */
public final class Planner {
  /** Choices in an answer: what a person reads. */
  public static final int CHOICES_MAX = 12;

  /** Nodes that a plan looks at: of a larger cloud a sample says as much. */
  public static final int NODES_MAX = 256;

  private final List<Member> members;
  private final long seed;

  /** Nodes of the cloud for each that is looked at, 1 or more. */
  private final double scale;

  /** A planner for all of these nodes. */
  public Planner(List<Member> nodes, long seed) {
    this(sample(sorted(nodes), seed), nodes.size(), seed);
  }

  /**
   * @param nodes of the cloud, or a sample of them; phones and full nodes are left out, since
   *     nothing may depend on them
   * @param of how many nodes these stand for
   * @param seed of the dice that trial placements throw
   */
  public Planner(List<Member> nodes, int of, long seed) {
    this.members =
        sorted(nodes).stream()
            .filter(node -> node.kind() != NodeClass.PHONE && node.freeBytes() > 0)
            .toList();
    this.scale = Math.max(1, (double) of / Math.max(1, nodes.size()));
    this.seed = seed;
  }

  private static List<Member> sorted(List<Member> nodes) {
    return nodes.stream().sorted(Comparator.comparing(Member::id)).toList();
  }

  /** At most {@link #NODES_MAX} of these, each as likely as the others. */
  public static <T> List<T> sample(List<T> nodes, long seed) {
    if (nodes.size() <= NODES_MAX) {
      return List.copyOf(nodes);
    }
    Random chance = new Random(seed);
    List<T> drawn = new ArrayList<>(nodes);
    for (int i = 0; i < NODES_MAX; i++) {
      Collections.swap(drawn, i, i + chance.nextInt(drawn.size() - i));
    }
    return List.copyOf(drawn.subList(0, NODES_MAX));
  }

  /** What one layout gives; empty if the nodes are too few, or too full, for a single stripe. */
  public Optional<Choice> choice(Layout layout) {
    if (layout.copiesTotal() > members.size()) {
      return Optional.empty();
    }
    List<Stripe> stripes = new TrialPlacement(members, layout, new Random(seed)).place();
    return stripes.isEmpty() ? Optional.empty() : Optional.of(Assessment.of(layout, stripes));
  }

  /** What one layout gives, as a plan: it fits if it can be placed. */
  public Plan plan(Layout layout) {
    Optional<Choice> choice = choice(layout);
    if (choice.isPresent()) {
      return new Plan(true, List.of(choice.get()), List.of());
    }
    return new Plan(false, List.of(), List.of(tooFew(layout.copiesTotal())));
  }

  /** The layouts that give what is wished, cheapest first, or why there are none. */
  public Plan plan(Wish wish) {
    List<Choice> all = choices();
    List<Choice> fitting =
        all.stream()
            .filter(wish::isMetBy)
            .sorted(
                Comparator.comparingDouble(Choice::overhead)
                    .thenComparingDouble(Choice::repairPerYear)
                    .thenComparing(Choice::layout))
            .limit(CHOICES_MAX)
            .toList();
    if (!fitting.isEmpty()) {
      return new Plan(true, fitting, List.of());
    }
    List<Choice> affordable =
        all.stream().filter(choice -> wish.isAffordable(choice.overhead())).toList();
    List<Choice> closest =
        affordable.stream()
            .sorted(
                Comparator.comparing((Choice choice) -> !wish.isDurable(choice))
                    .thenComparingDouble(Choice::unavailableWorstHour)
                    .thenComparing(Choice::layout))
            .limit(CHOICES_MAX)
            .toList();
    return new Plan(false, closest, new Diagnosis(members, scale, seed, wish).of(all, affordable));
  }

  /** What every layout of the menu gives that can be placed, cheapest first. */
  List<Choice> choices() {
    return Menu.within(members.size()).stream()
        .map(this::choice)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whether a layout of at most that overhead gives what is wished. */
  boolean meets(Wish wish) {
    return Menu.within(members.size()).stream()
        .filter(layout -> wish.isAffordable(layout.overhead()))
        .map(this::choice)
        .flatMap(Optional::stream)
        .anyMatch(wish::isMetBy);
  }

  private Shortfall tooFew(int needed) {
    return new Shortfall(
        "nodes",
        needed,
        members.size(),
        members.size() < needed
            ? "let " + (needed - members.size()) + " more nodes with free space join"
            : "free space on the nodes, or let more join: theirs is too uneven for a stripe");
  }
}
