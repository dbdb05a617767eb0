// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nodes as they are in the world: of a hundred 35 labs, 30 homes, 20 shops, 5 phones and 10
 * servers, in four time zones, each with its own habits and watched for three weeks.
 */
final class MixedCloud {
  private static final int ZONES = 4;
  private static final int ZONE_HOURS = 6;
  private static final double HABITS = 0.6;
  private static final int WEEKS = 3;
  private static final double AGE_DAYS = 100;

  /** What is true of a node's week, and what is known of it. */
  record Known(WeekAvailability truth, WeekAvailability bound) {}

  final List<Candidate> nodes = new ArrayList<>();
  final List<WeekAvailability> truths = new ArrayList<>();

  /**
   * @param sites how many sites there are, each of one class and in one zone
   * @param shareBytes what a node offers
   */
  MixedCloud(Random chance, int count, int sites, long shareBytes) {
    for (int i = 0; i < count; i++) {
      int site = chance.nextInt(sites);
      NodeClass kind = kind(site * 100 / sites);
      int zone = site % ZONES;
      Known week = week(chance, kind, zone * ZONE_HOURS);
      truths.add(week.truth());
      Merits merits =
          Merits.of(FourHours.of(week.bound()), Trust.VETTED, "zone" + zone, kind, AGE_DAYS, null);
      nodes.add(new Candidate(i + 1, "s" + site, true, true, shareBytes, 0, merits));
    }
  }

  private static NodeClass kind(int of100) {
    return of100 < 35
        ? NodeClass.LAB
        : of100 < 65
            ? NodeClass.HOME
            : of100 < 85 ? NodeClass.SHOP : of100 < 90 ? NodeClass.PHONE : NodeClass.SERVER;
  }

  private static Known week(Random chance, NodeClass kind, int zoneHours) {
    double habits = Math.exp(HABITS * chance.nextGaussian() + (kind == NodeClass.SERVER ? 2 : 0));
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    double[] truth = new double[WeekEvidence.HOURS];
    for (int hour = 0; hour < truth.length; hour++) {
      double prior = kind.prior((hour + zoneHours) % WeekEvidence.HOURS);
      double odds = prior / (1 - prior) * habits;
      truth[hour] = odds / (1 + odds);
      watched[hour] = WEEKS;
      for (int week = 0; week < WEEKS; week++) {
        here[hour] += chance.nextDouble() < truth[hour] ? 1 : 0;
      }
    }
    WeekEvidence seen = new WeekEvidence(watched, here);
    return new Known(WeekAvailability.of(hour -> truth[hour]), Estimator.bound(kind, 0, seen));
  }
}
