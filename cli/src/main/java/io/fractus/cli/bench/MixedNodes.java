// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Nodes as they are in the world: of a hundred 35 labs, 30 homes, 20 shops, 5 phones and 10
 * servers, in four time zones, six to a site, each with its own habits and watched for three weeks.
 */
final class MixedNodes {
  /** What each offers. */
  static final long SHARE_BYTES = 1_000_000_000;

  private static final int PER_SITE = 6;
  private static final int ZONES = 4;

  /** Has no divisor in common with 100, so a hundred sites have all classes by their shares. */
  private static final int STRIDE = 37;

  private static final int WEEKS = 3;
  private static final double AGE_DAYS = 100;

  /** How much nodes of a class differ, in log odds. */
  private static final double HABITS = 0.6;

  /** Servers that are watched for long are better than their class is taken for: 0.99. */
  private static final double SERVER = 2;

  /** Weeks that differ; more nodes than that share them, since an estimate takes its time. */
  private static final int KINDS_MAX = 2_000;

  private final List<WeekAvailability> truths = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  MixedNodes(Random chance, int count) {
    List<Merits> merits = new ArrayList<>();
    int kinds = Math.min(KINDS_MAX, count);
    for (int i = 0; i < kinds; i++) {
      merits.add(merits(chance, i));
    }
    for (int node = 0; node < count; node++) {
      String site = "site-" + node / PER_SITE;
      candidates.add(
          new Candidate(node, site, true, true, SHARE_BYTES, 0, merits.get(node % kinds)));
    }
  }

  /** The nodes, each at the position that is its key. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** How likely a node really is here. */
  WeekAvailability truth(int node) {
    return truths.get(node);
  }

  private Merits merits(Random chance, int node) {
    int site = node / PER_SITE;
    NodeClass kind = kind(site * STRIDE % 100);
    int zone = site % ZONES;
    double habits =
        Math.exp(HABITS * chance.nextGaussian() + (kind == NodeClass.SERVER ? SERVER : 0));
    double[] truth = new double[WeekEvidence.HOURS];
    double[] watched = new double[WeekEvidence.HOURS];
    double[] here = new double[WeekEvidence.HOURS];
    for (int hour = 0; hour < truth.length; hour++) {
      double prior = kind.prior((hour + zone * 24 / ZONES) % WeekEvidence.HOURS);
      double odds = prior / (1 - prior) * habits;
      truth[hour] = odds / (1 + odds);
      watched[hour] = WEEKS;
      for (int week = 0; week < WEEKS; week++) {
        here[hour] += chance.nextDouble() < truth[hour] ? 1 : 0;
      }
    }
    truths.add(WeekAvailability.of(hour -> truth[hour]));
    WeekAvailability bound = Estimator.bound(kind, 0, new WeekEvidence(watched, here));
    return Merits.of(FourHours.of(bound), Trust.VETTED, "zone" + zone, kind, AGE_DAYS, null);
  }

  private static NodeClass kind(int of100) {
    return of100 < 35
        ? NodeClass.LAB
        : of100 < 65
            ? NodeClass.HOME
            : of100 < 85 ? NodeClass.SHOP : of100 < 90 ? NodeClass.PHONE : NodeClass.SERVER;
  }
}
