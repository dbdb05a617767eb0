// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.tracker.availability.NodeClass;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * When nodes of a kind are on, as they were measured, and not as the tracker believes: its priors
 * know nothing of outages, of habits that differ, or of days on which a lab stays shut.
 */
enum Habit {
  /*
   * Cyclic ones are on for whole parts of a day, with the chances of the literature (Domingues
   * 2005, LBNL 2012, Bolosky 2000; the tracker's priors come from the same papers); whether it is
   * on in a part is drawn once a day and node, so it stays on, or off, for hours. Steady ones are
   * up and down by turns whose lengths are Weibull as in the Failure Trace Archive (Javadi and
   * others, 2013): `lanl05`, `ldns04` and `skype06`. Exponential ones would be too kind: long
   * absences are what repair is about.
   */

  /** A machine in a rack. */
  RACK(NodeClass.SERVER, 0.48, 816.6, 0.58, 2.18),
  /** A small server, or a NAS. */
  NAS(NodeClass.SERVER, 0.51, 79.3, 0.63, 5.62),
  /** The machine of an enthusiast, which is meant to be on. */
  ENTHUSIAST(NodeClass.HOME, 0.64, 10.86, 0.63, 9.48),
  OFFICE(NodeClass.OFFICE),
  LAB(NodeClass.LAB),
  SHOP(NodeClass.SHOP),
  HOME(NodeClass.HOME),
  PHONE(NodeClass.PHONE);

  /** How much nodes of a kind differ, in log odds. */
  private static final double DIFFER = 0.6;

  private static final int MORNING = 9;

  private final NodeClass kind;
  private final double upShape;
  private final double upHours;
  private final double downShape;
  private final double downHours;

  Habit(NodeClass kind) {
    this(kind, 0, 0, 0, 0);
  }

  Habit(NodeClass kind, double upShape, double upHours, double downShape, double downHours) {
    this.kind = kind;
    this.upShape = upShape;
    this.upHours = upHours;
    this.downShape = downShape;
    this.downHours = downHours;
  }

  NodeClass kind() {
    return kind;
  }

  /**
   * A life of that kind, hour by hour.
   *
   * @param hours how many, from a Monday 00:00 UTC
   * @param zoneHours by how many its clock is ahead of UTC
   */
  BitSet on(int hours, int zoneHours, SplittableRandom chance) {
    return upShape > 0 ? byTurns(hours, chance) : byDays(hours, zoneHours, chance);
  }

  private BitSet byTurns(int hours, SplittableRandom chance) {
    BitSet on = new BitSet(hours);
    boolean up = true;
    // Somewhere in a turn that began before.
    double ends = weibull(upShape, upHours, chance) * chance.nextDouble();
    for (int hour = 0; hour < hours; hour++) {
      double upFor = up ? Math.min(1, ends - hour) : 0;
      while (ends < hour + 1) {
        up = !up;
        double begins = ends;
        ends += up ? weibull(upShape, upHours, chance) : weibull(downShape, downHours, chance);
        upFor += up ? Math.min(hour + 1, ends) - begins : 0;
      }
      on.set(hour, upFor >= 0.5);
    }
    return on;
  }

  private BitSet byDays(int hours, int zoneHours, SplittableRandom chance) {
    BitSet on = new BitSet(hours);
    double differs = DIFFER * chance.nextGaussian();
    boolean state = false;
    for (int hour = 0; hour < hours; hour++) {
      int local = Math.floorMod(hour + zoneHours, 168);
      if (hour == 0 || isBorder(local)) {
        double prior = kind.prior(local);
        double odds = Math.log(prior / (1 - prior)) + differs;
        state = chance.nextDouble() < 1 / (1 + Math.exp(-odds));
      }
      on.set(hour, state);
    }
    return on;
  }

  /** Where the class changes its habits, and once a day. */
  private boolean isBorder(int local) {
    return local % 24 == MORNING || kind.prior(local) != kind.prior(Math.floorMod(local - 1, 168));
  }

  private static double weibull(double shape, double scale, SplittableRandom chance) {
    return scale * Math.pow(-Math.log1p(-chance.nextDouble()), 1 / shape);
  }
}
