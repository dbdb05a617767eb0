// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.tracker.availability.WeekEvidence;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stripe and who holds its bits. Immutable, thread-safe.
 *
 * @param parityBits how many bits may miss
 * @param holders of each bit
 */
record Stripe(int dataBits, int parityBits, List<List<Member>> holders) {
  Stripe {
    holders = holders.stream().map(List::copyOf).toList();
  }

  /** For each hour of the week the chance that it cannot be read then. */
  double[] unavailable() {
    double[] week = new double[WeekEvidence.HOURS];
    double[] misses = new double[holders.size()];
    for (int hour = 0; hour < week.length; hour++) {
      for (int bit = 0; bit < misses.length; bit++) {
        misses[bit] = 1;
        for (Member holder : holders.get(bit)) {
          misses[bit] *= 1 - holder.week().at(hour);
        }
      }
      week[hour] = MissTail.over(parityBits, misses);
    }
    return week;
  }

  /** The chance that it cannot be read in an hour while a site is away. */
  double unavailableWithout(String site, int hour) {
    double[] misses = new double[holders.size()];
    for (int bit = 0; bit < misses.length; bit++) {
      misses[bit] = 1;
      for (Member holder : holders.get(bit)) {
        misses[bit] *= holder.site().equals(site) ? 1 : 1 - holder.week().at(hour);
      }
    }
    return MissTail.over(parityBits, misses);
  }

  Set<String> sites() {
    Set<String> sites = new TreeSet<>();
    holders.forEach(members -> members.forEach(member -> sites.add(member.site())));
    return sites;
  }

  /** Whether it can be read without that site when all others are there. */
  boolean survives(String site) {
    return holders.stream()
            .filter(members -> members.stream().allMatch(member -> member.site().equals(site)))
            .count()
        <= parityBits;
  }

  double lossesPerYear(double windowDays) {
    double[] gone = new double[holders.size()];
    for (int bit = 0; bit < gone.length; bit++) {
      gone[bit] = 1;
      for (Member holder : holders.get(bit)) {
        gone[bit] *= holder.departure(windowDays);
      }
    }
    return Durability.lossesPerYear(parityBits, gone, windowDays);
  }

  /** As {@link RepairTraffic#expected}, for nodes that differ. */
  double repairPerYear(double windowDays) {
    double bits = 0;
    for (List<Member> members : holders) {
      double all = 1;
      for (Member member : members) {
        all *= member.departure(windowDays);
      }
      for (Member leaving : members) {
        double alone = all / leaving.departure(windowDays);
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
