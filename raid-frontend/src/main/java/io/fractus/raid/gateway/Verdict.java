// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Choice;
import io.fractus.protocol.plan.Plan;
import io.fractus.protocol.plan.Wish;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which layout a class shall have from now on.
 *
 * @param layout empty if none is known that could be placed
 * @param isMet whether it gives what is wished
 * @param detail what is in the way; empty if nothing is
 */
record Verdict(Optional<Layout> layout, boolean isMet, String detail) {
  /*
   * Each change of layout leaves objects of one class in stripes of two kinds and packs half full,
   * so what stands stays until it fails its target or another costs at most four fifths of it. If
   * no layout gives what is wished, what comes closest is taken, and left for another only if that
   * one is half a nine closer: plans of a cloud that nodes join and leave sway by as much.
   */
  private static final double CLEARLY_CHEAPER = 0.8;
  private static final double CLEARLY_CLOSER = 0.5;

  /**
   * Decides.
   *
   * @param current the layout that the class has; empty if none was ever chosen
   * @param plan for the wish
   * @param ofCurrent what that layout gives now; has no choices if it cannot be placed
   */
  static Verdict of(Wish wish, Optional<Layout> current, Plan plan, Plan ofCurrent) {
    Optional<Choice> standing = current.flatMap(_ -> ofCurrent.choices().stream().findFirst());
    Optional<Choice> best = plan.choices().stream().findFirst();
    if (standing.isPresent() && wish.isMetBy(standing.get())) {
      boolean isCheaper =
          plan.fits()
              && best.isPresent()
              && best.get().overhead() <= CLEARLY_CHEAPER * standing.get().overhead();
      return new Verdict(isCheaper ? layout(best) : current, true, "");
    }
    if (plan.fits()) {
      return new Verdict(layout(best), true, "");
    }
    boolean stays =
        best.isEmpty()
            || (standing.isPresent()
                && wish.isAffordable(standing.get().overhead())
                && gap(wish, standing.get()) < gap(wish, best.get()) + CLEARLY_CLOSER);
    return new Verdict(stays ? current : layout(best), false, detail(plan));
  }

  private static Optional<Layout> layout(Optional<Choice> choice) {
    return choice.map(of -> Layout.parse(of.layout()));
  }

  /** Nines that are lacking, in the worst hour and a year together. */
  private static double gap(Wish wish, Choice choice) {
    double hours =
        wish.isReadable(choice)
            ? 0
            : Math.log10(choice.unavailableWorstHour()) - Math.log10(wish.unavailable());
    return hours + Math.max(0, wish.durability() - choice.durability());
  }

  private static String detail(Plan plan) {
    return plan.shortfalls().stream()
        .map(shortfall ->
            String.format(
                Locale.ROOT,
                "%s: %.2f wished, %.2f reached; what would help: %s",
                shortfall.constraint(),
                shortfall.wanted(),
                shortfall.reached(),
                shortfall.mend()))
        .collect(Collectors.joining("; "));
  }
}
