// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Choice;
import java.util.List;

/** What a layout gives, seen from stripes that were placed on trial. Stateless. */
final class Assessment {
  private Assessment() {}

  static Choice of(Layout layout, List<Stripe> stripes) {
    double sum = 0;
    double worst = 0;
    double afterSite = 0;
    double losses = 0;
    double repair = 0;
    double anchored = 0;
    boolean survives = true;
    for (Stripe stripe : stripes) {
      Stripe.Outlook outlook = stripe.outlook();
      sum += outlook.unavailableMean();
      worst = Math.max(worst, outlook.unavailableWorstHour());
      afterSite = Math.max(afterSite, outlook.unavailableAfterSite());
      survives &= outlook.survivesSite();
      losses = Math.max(losses, stripe.lossesPerYear());
      repair += stripe.repairPerYear();
      anchored += stripe.anchored();
    }
    return new Choice(
        layout.toString(),
        layout.overhead(),
        layout.copiesTotal(),
        sum / stripes.size(),
        worst,
        afterSite,
        Nines.of(losses),
        repair / stripes.size(),
        anchored / stripes.size(),
        survives);
  }
}
