// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import io.fractus.tracker.availability.NextHours;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.plan.Nines;
import io.fractus.tracker.plan.Stripe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a stripe can bear, by the copies that stand. Immutable, thread-safe.
 *
 * @param reachable bits with a complete copy on a node that is here now
 * @param unavailableSoon the chance that it cannot be read in an hour, if who is away stays away
 * @param outlook its week, as the planner has it
 * @param durability nines a year that it is not lost by nodes that leave on their own
 * @param nodes the fewest nodes with which it is lost
 * @param nodesHere the fewest of those here now without which it cannot be read now
 * @param sites the fewest sites with which it is lost
 */
public record Account(
    int reachable,
    double unavailableSoon,
    Stripe.Outlook outlook,
    double durability,
    Fewest nodes,
    Fewest nodesHere,
    Fewest sites) {
  /** How far ahead soon is. */
  private static final double SOON_HOURS = 1;

  /** What a stripe has without some of its holders. */
  public record Loss(double unavailableWorstHour, double durability) {}

  /**
   * Of a stripe.
   *
   * @param needed bits without which it cannot be read
   * @param bits the copies of each
   * @param hour of the week now
   */
  public static Account of(int needed, List<List<Holding>> bits, int hour) {
    Stripe stripe = stripe(needed, bits);
    Set<String> here = new HashSet<>();
    bits.forEach(
        bit -> bit.stream().filter(Holding::isHere).forEach(copy -> here.add(copy.node().id())));
    int parity = stripe.parityBits();
    return new Account(
        (int) bits.stream().filter(Account::isReachable).count(),
        stripe.unavailable(member -> here.contains(member.id()) ? leaving(member, hour) : 1),
        stripe.outlook(),
        Nines.of(stripe.lossesPerYear()),
        Fewest.of(parity, names(bits, Holding::counts, false)),
        Fewest.of(parity, names(bits, copy -> copy.counts() && copy.isHere(), false)),
        Fewest.of(parity, names(bits, Holding::counts, true)));
  }

  /** The same stripe without some of its holders, in the hour that is its worst with them. */
  public static Loss without(Predicate<Member> gone, Stripe stripe, int worstHour) {
    return new Loss(
        stripe.unavailableWithout(gone, worstHour), Nines.of(stripe.lossesPerYearWithout(gone)));
  }

  /** The stripe as the planner sees it: what is complete, on whatever node. */
  public static Stripe stripe(int needed, List<List<Holding>> bits) {
    return new Stripe(
        needed,
        bits.size() - needed,
        bits.stream()
            .map(bit -> bit.stream().filter(Holding::counts).map(Holding::node).toList())
            .toList());
  }

  private static boolean isReachable(List<Holding> bit) {
    return bit.stream().anyMatch(copy -> copy.counts() && copy.isHere());
  }

  private static double leaving(Member member, int hour) {
    return 1
        - NextHours.chance(
            member.kind(), member.week(), hour % WeekEvidence.HOURS, true, 0, SOON_HOURS);
  }

  private static List<Set<String>> names(
      List<List<Holding>> bits, Predicate<Holding> which, boolean bySite) {
    return bits.stream()
        .map(bit ->
            bit.stream()
                .filter(which)
                .map(Holding::node)
                .map(bySite ? Member::site : Member::id)
                .collect(Collectors.toUnmodifiableSet()))
        .toList();
  }
}
