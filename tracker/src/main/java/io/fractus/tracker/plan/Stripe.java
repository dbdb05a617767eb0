// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.tracker.availability.WeekEvidence;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A stripe and who holds its bits. Immutable, thread-safe.
 *
 * @param parityBits how many bits may miss
 * @param holders of each bit
 */
public record Stripe(int dataBits, int parityBits, List<List<Member>> holders) {
  /** Days until a node that left is taken for lost and its bits stand elsewhere. */
  public static final double WINDOW_DAYS = 3;

  public Stripe {
    holders = holders.stream().map(List::copyOf).toList();
  }

  /**
   * The week of a stripe.
   *
   * @param unavailableMean the chance that it cannot be read, over all hours
   * @param worstHour the hour of the week in which that is most
   * @param unavailableWorstHour the chance then
   * @param worstSite that whose absence in that hour costs most, the first by name of several;
   *     empty if nobody holds anything
   * @param unavailableAfterSite the chance then, without that site
   * @param survivesSite whether it can be read without any one site when all others are there
   */
  public record Outlook(
      double unavailableMean,
      int worstHour,
      double unavailableWorstHour,
      String worstSite,
      double unavailableAfterSite,
      boolean survivesSite) {}

  /** How it fares in the hours of the week, and in the worst of them without a site. */
  public Outlook outlook() {
    double sum = 0;
    double worst = -1;
    int worstHour = 0;
    for (int hour = 0; hour < WeekEvidence.HOURS; hour++) {
      double unavailable = unavailable(hour);
      sum += unavailable;
      if (unavailable > worst) {
        worst = unavailable;
        worstHour = hour;
      }
    }
    String worstSite = "";
    double afterSite = worst;
    // No site has no name: whether it can be read with all of them.
    boolean survives = survives("");
    for (String site : sites()) {
      double without = unavailableWithout(member -> member.site().equals(site), worstHour);
      if (worstSite.isEmpty() || without > afterSite) {
        worstSite = site;
        afterSite = without;
      }
      survives &= survives(site);
    }
    return new Outlook(sum / WeekEvidence.HOURS, worstHour, worst, worstSite, afterSite, survives);
  }

  /** The chance that it cannot be read in an hour of the week. */
  public double unavailable(int hour) {
    return unavailable(member -> 1 - member.week().at(hour));
  }

  /** The chance that it cannot be read in an hour while some are away. */
  public double unavailableWithout(Predicate<Member> away, int hour) {
    return unavailable(member -> away.test(member) ? 1 : 1 - member.week().at(hour));
  }

  /** The chance that it cannot be read if each holder is away with that chance, on its own. */
  public double unavailable(ToDoubleFunction<Member> away) {
    return MissTail.over(parityBits, all(away));
  }

  /** For each bit the product over its holders. */
  private double[] all(ToDoubleFunction<Member> chance) {
    double[] bits = new double[holders.size()];
    for (int bit = 0; bit < bits.length; bit++) {
      bits[bit] = 1;
      for (Member holder : holders.get(bit)) {
        bits[bit] *= chance.applyAsDouble(holder);
      }
    }
    return bits;
  }

  Set<String> sites() {
    Set<String> sites = new TreeSet<>();
    holders.forEach(members -> members.forEach(member -> sites.add(member.site())));
    return sites;
  }

  /** Whether it can be read without that site when all others are there. */
  public boolean survives(String site) {
    return holders.stream()
            .filter(members -> members.stream().allMatch(member -> member.site().equals(site)))
            .count()
        <= parityBits;
  }

  /** How often a year it is lost by nodes that leave on their own. */
  public double lossesPerYear() {
    return lossesPerYearWithout(_ -> false);
  }

  /** The same once some have left. */
  public double lossesPerYearWithout(Predicate<Member> gone) {
    return Durability.lossesPerYear(
        parityBits,
        all(member -> gone.test(member) ? 1 : member.departure(WINDOW_DAYS)),
        WINDOW_DAYS);
  }

  /** As {@link RepairTraffic#expected}, for nodes that differ. */
  double repairPerYear() {
    double bits = 0;
    for (List<Member> members : holders) {
      double all = 1;
      for (Member member : members) {
        all *= member.departure(WINDOW_DAYS);
      }
      for (Member leaving : members) {
        double alone = all / leaving.departure(WINDOW_DAYS);
        bits += leaving.departuresPerYear() * (1 - alone + alone * dataBits);
      }
    }
    return bits / dataBits;
  }

  double anchored() {
    long anchored =
        holders.stream().filter(members -> members.stream().anyMatch(Member::isReliable)).count();
    return (double) anchored / holders.size();
  }
}
