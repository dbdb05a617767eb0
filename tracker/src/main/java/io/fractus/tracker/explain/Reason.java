// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.plan.Nines;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What speaks for a copy where it is. This is computed from what is known now: nobody writes down
 * why a node was chosen, and what was so then may not be so any more.
 *
 * @param role in a word
 * @param why in a sentence
 */
public record Reason(Role role, String why) {
  /**
   * Of each copy of a bit.
   *
   * @param wanted how many copies it shall have
   * @param holdings in the order in which they were placed
   */
  public static List<Reason> of(int wanted, List<Holding> holdings) {
    List<Reason> reasons = new ArrayList<>();
    for (int i = 0; i < holdings.size(); i++) {
      reasons.add(of(wanted, holdings, i));
    }
    return reasons;
  }

  private static Reason of(int wanted, List<Holding> all, int at) {
    Holding copy = all.get(at);
    if (!copy.counts()) {
      return unfinished(copy);
    }
    List<Holding> others = new ArrayList<>(all);
    others.remove(at);
    others.removeIf(other -> !other.counts());
    if (others.isEmpty() && wanted > 1) {
      return new Reason(
          Role.LAST,
          "the only complete copy of "
              + wanted
              + " wanted"
              + (copy.isAnchor() ? ", on an anchor" : ""));
    }
    if (reserve(wanted, all).filter(copy::equals).isPresent()) {
      return new Reason(
          Role.RESERVE,
          "in reserve, more than the %d wanted: it counts when another goes, and goes when space is"
                  .formatted(wanted)
              + " wanted");
    }
    if (copy.isAnchor()) {
      boolean isFirst = all.subList(0, at).stream().noneMatch(c -> c.counts() && c.isAnchor());
      return isFirst
          ? new Reason(Role.ANCHOR, "anchor of the bit: " + steadiness(copy))
          : new Reason(Role.FURTHER_ANCHOR, "another anchor of the bit: " + steadiness(copy));
    }
    return switch (copy.trust()) {
      case NEW ->
          new Reason(
              Role.NEWCOMER,
              "on a node that is not vetted yet: such nodes get a few copies to show themselves"
                  + (others.isEmpty() ? ", or one if no vetted node could take it" : ""));
      case DOUBTED ->
          new Reason(
              Role.DOUBTED, "on a node that lately sent wrong pieces: others are asked first");
      case VETTED -> others.isEmpty() ? single(copy) : beside(copy, others);
    };
  }

  /** Of more copies that are here than wanted, the one that the bit can spare most. */
  private static Optional<Holding> reserve(int wanted, List<Holding> all) {
    List<Holding> here = all.stream().filter(copy -> copy.counts() && copy.isHere()).toList();
    return here.size() <= wanted
        ? Optional.empty()
        : here.stream().min(Comparator.comparingDouble(copy -> missWithout(here, copy)));
  }

  /** How often none of the others is here, worst hours counting most. */
  private static double missWithout(List<Holding> copies, Holding without) {
    double sum = 0;
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      double miss = 1;
      for (Holding copy : copies) {
        miss *= copy.equals(without) ? 1 : 1 - copy.node().week().at(hour);
      }
      sum += miss * miss * miss * miss;
    }
    return sum;
  }

  private static Reason unfinished(Holding copy) {
    return switch (copy.state()) {
      case WANTED ->
          new Reason(
              Role.COMING,
              copy.isHere()
                  ? "the node was chosen and has yet to fetch it"
                  : "the node was chosen, has yet to fetch it, and is away");
      case SUSPECT, COMPLETE ->
          new Reason(Role.UNSURE, "is being verified and does not count until it is found right");
    };
  }

  private static Reason single(Holding copy) {
    return new Reason(Role.PLAIN, "the one copy that the layout asks for: " + steadiness(copy));
  }

  /** Here in at least that share of its worst hour. */
  private static String steadiness(Holding copy) {
    int worst = copy.node().week().worstHour();
    return String.format(
        Locale.ROOT,
        "here at least %s of %s, its worst hour",
        percent(copy.node().week().at(worst)),
        hour(worst));
  }

  private static Reason beside(Holding copy, List<Holding> others) {
    WeekAvailability week = copy.node().week();
    int gap = 0;
    double most = -1;
    double mostWith = -1;
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      double missed = 1;
      for (Holding other : others) {
        missed *= 1 - other.node().week().at(hour);
      }
      if (missed > most) {
        most = missed;
        gap = hour;
      }
      mostWith = Math.max(mostWith, missed * (1 - week.at(hour)));
    }
    String brings =
        String.format(
            Locale.ROOT,
            "here at least %s of %s, when the others miss most: with it the bit has %.1f nines in"
                + " its worst hour, without it %.1f",
            percent(week.at(gap)),
            hour(gap),
            nines(mostWith),
            nines(most));
    return week.at(gap) >= week.mean()
        ? new Reason(Role.COMPLEMENT, "complements the hours of the others: " + brings)
        : new Reason(Role.PLAIN, "one more copy: " + brings);
  }

  private static double nines(double chance) {
    return Math.abs(Nines.of(chance));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", Math.floor(100 * share));
  }

  /** An hour of the week as people say it. */
  static String hour(int hour) {
    return DayOfWeek.of(hour / 24 + 1).getDisplayName(TextStyle.SHORT, Locale.ROOT)
        + String.format(Locale.ROOT, " %02d:00 UTC", hour % 24);
  }
}
