// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.protocol.layout.Layout;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.plan.Budget;
import io.fractus.tracker.plan.MissTail;
import io.fractus.tracker.plan.Nines;
import java.time.DayOfWeek;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a stripe that was placed falls short of what stripes shall be. Stateless. */
final class Weakness {
  /** A stripe shall be readable in its worst hour with three nines. */
  static final double TARGET = 1e-3;

  /** Of a server that has been watched for a season. */
  private static final double SERVER = 0.98;

  private static final int HOURS_PER_PART = 4;
  private static final int PARTS_PER_DAY = 24 / HOURS_PER_PART;

  private Weakness() {}

  /**
   * What is missing, by how much, and what would mend it, for people; empty if nothing is.
   *
   * @param text the layout as people write it; of one that is not known nothing is said
   * @param misses for each bit the chances that none of its copies is here
   */
  static String of(String text, double[][] misses) {
    @Nullable Layout layout = layout(text);
    if (layout == null || layout.bits() != misses.length) {
      return "";
    }
    double most = 0;
    int worst = 0;
    for (int part = 0; part < FourHours.PARTS; part++) {
      double unreadable = MissTail.over(layout.parityBits(), at(misses, part));
      if (unreadable > most) {
        most = unreadable;
        worst = part;
      }
    }
    if (most <= TARGET) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "can be read with %.1f nines in its worst hours (%s from %02d:00 UTC), not with %.1f:"
            + " %d more copies on nodes of class server (%.2f) would mend it",
        Math.abs(Nines.of(most)),
        DayOfWeek.of(worst / PARTS_PER_DAY + 1).toString().toLowerCase(Locale.ROOT),
        worst % PARTS_PER_DAY * HOURS_PER_PART,
        Nines.of(TARGET),
        servers(layout, at(misses, worst)),
        SERVER);
  }

  private static @Nullable Layout layout(String text) {
    try {
      return Layout.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static double[] at(double[][] misses, int part) {
    double[] bits = new double[misses.length];
    for (int bit = 0; bit < bits.length; bit++) {
      bits[bit] = misses[bit][part];
    }
    return bits;
  }

  /** How many copies on servers give every bit what all need. */
  private static int servers(Layout layout, double[] misses) {
    double needed = Budget.needed(layout.dataBits(), layout.parityBits(), TARGET);
    int servers = 0;
    for (double miss : misses) {
      double lacking = needed + Math.log(miss);
      servers += lacking > 0 ? (int) Math.ceil(lacking / Budget.of(SERVER)) : 0;
    }
    return servers;
  }
}
