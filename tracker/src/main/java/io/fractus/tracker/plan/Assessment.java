// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.tracker.availability.WeekEvidence;
import java.util.List;

/** What a layout gives, seen from stripes that were placed on trial. Stateless. */
final class Assessment {
  /** Days until a node that left is taken for lost and its bits stand elsewhere. */
  static final double WINDOW_DAYS = 3;

  private Assessment() {}

  static Choice of(Shape shape, List<Stripe> stripes) {
    double sum = 0;
    double worst = 0;
    double afterSite = 0;
    double losses = 0;
    double repair = 0;
    double anchored = 0;
    boolean survives = true;
    for (Stripe stripe : stripes) {
      double[] week = stripe.unavailable();
      int worstHour = 0;
      for (int hour = 0; hour < week.length; hour++) {
        sum += week[hour];
        worstHour = week[hour] > week[worstHour] ? hour : worstHour;
      }
      worst = Math.max(worst, week[worstHour]);
      for (String site : stripe.sites()) {
        afterSite = Math.max(afterSite, stripe.unavailableWithout(site, worstHour));
        survives &= stripe.survives(site);
      }
      losses = Math.max(losses, stripe.lossesPerYear(WINDOW_DAYS));
      repair += stripe.repairPerYear(WINDOW_DAYS);
      anchored += stripe.anchored();
    }
    return new Choice(
        shape.toString(),
        shape.overhead(),
        shape.nodes(),
        sum / WeekEvidence.HOURS / stripes.size(),
        worst,
        afterSite,
        Nines.of(losses),
        repair / stripes.size(),
        anchored / stripes.size(),
        survives);
  }
}
