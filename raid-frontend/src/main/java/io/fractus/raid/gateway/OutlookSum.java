// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.control.StripeOutlook;
import io.fractus.raid.object.ObjectOutlook;
import io.fractus.raid.object.ObjectOutlook.Bounds;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Makes of the outlooks of stripes that of their object. Stateless. */
final class OutlookSum {
  /** The worst first: what cannot be read now, then what is least likely to be read. */
  static final Comparator<StripeOutlook> WORST_FIRST =
      Comparator.comparing((StripeOutlook stripe) -> stripe.reachable() >= stripe.needed())
          .thenComparing(StripeOutlook::unavailableWorstHour, Comparator.reverseOrder())
          .thenComparing(StripeOutlook::unavailableSoon, Comparator.reverseOrder())
          .thenComparingInt(stripe -> stripe.nodes().atLeast());

  private OutlookSum() {}

  /**
   * Of an object.
   *
   * @param total how many stripes it has
   * @param examined some of them, at least one
   * @param worstStripe the number of the worst of these
   */
  static ObjectOutlook of(
      Instant at, String leavesOut, long total, List<StripeOutlook> examined, long worstStripe) {
    double times = (double) total / examined.size();
    return new ObjectOutlook(
        at,
        leavesOut,
        total,
        examined.size(),
        (int) examined.stream().filter(stripe -> spare(stripe) < 0).count(),
        least(examined, OutlookSum::spare),
        bounds(examined, times, StripeOutlook::unavailableSoon),
        bounds(examined, times, StripeOutlook::unavailableWorstHour),
        bounds(examined, times, StripeOutlook::unavailableAfterSite),
        -Math.log10(
            times * sum(examined, stripe -> Math.pow(10, -stripe.durability()))
                + Double.MIN_NORMAL),
        examined.stream().mapToDouble(StripeOutlook::durability).min().orElse(0),
        least(examined, stripe -> stripe.nodes().any()),
        least(examined, stripe -> stripe.nodesHere().any()),
        least(examined, stripe -> stripe.sites().any()),
        examined.stream().allMatch(StripeOutlook::survivesSite),
        worstStripe);
  }

  private static int spare(StripeOutlook stripe) {
    return stripe.reachable() - stripe.needed();
  }

  private static int least(List<StripeOutlook> stripes, ToIntFunction<StripeOutlook> of) {
    return stripes.stream().mapToInt(of).min().orElse(0);
  }

  private static double sum(List<StripeOutlook> stripes, ToDoubleFunction<StripeOutlook> of) {
    return stripes.stream().mapToDouble(of).sum();
  }

  /** That of the worst, and by Boole's inequality no more than all together. */
  private static Bounds bounds(
      List<StripeOutlook> stripes, double times, ToDoubleFunction<StripeOutlook> of) {
    return new Bounds(
        stripes.stream().mapToDouble(of).max().orElse(0), Math.min(1, times * sum(stripes, of)));
  }
}
