// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.util.Locale;

/**
 * What kind of machine a node is: what is believed of it before it is known, by its local hour of
 * the week.
 */
public enum NodeClass {
  /*
   * Sources of the numbers: server: DNS servers of the Failure Trace Archive .94, with 2 to 8 % of
   * vetted Storj nodes leaving in a year. Office: .81 on average with most machines on at night
   * (Bolosky 2000), who also has 290 days of lifetime. Lab: Domingues 2005, and machines that are
   * set up anew each term. Shop: opening hours. Home: LBNL 2012, Skype 2006, SETI@home 2005
   * (89.5 days) and Storj. Phone: charging at night; its lifetime is assumed. All of these are
   * where a node starts, not what it is held for: single labs were seen from .13 to .75.
   */

  /** On all the time. */
  SERVER(14_600, 12, 0.5, 1.4),
  /** Mostly left on. */
  OFFICE(290, 6, 0, 0.6),
  /** On while the lab is open. */
  LAB(240, 4, 0, 0.6),
  /** On while the shop is open. */
  SHOP(290, 4, 0, 0.6),
  /** On in the evening. */
  HOME(180, 2, 0, 0.6),
  /** Charging at night. */
  PHONE(75, 1, 0, 0.6);

  private final double lifetimeDays;
  private final double settlingHours;
  private final double levelMean;
  private final double levelSpread;

  /**
   * @param settlingHours how long a state has to have lasted before it is believed to last
   * @param levelMean what is added to the log odds of {@link #prior} for the middle one of its
   *     nodes
   * @param levelSpread how much its nodes differ from that, as a standard deviation
   */
  NodeClass(double lifetimeDays, double settlingHours, double levelMean, double levelSpread) {
    this.lifetimeDays = lifetimeDays;
    this.settlingHours = settlingHours;
    this.levelMean = levelMean;
    this.levelSpread = levelSpread;
  }

  /** The class of that name in any case; one that is not known is taken for a home. */
  public static NodeClass of(String name) {
    for (NodeClass known : values()) {
      if (known.name().equals(name.toUpperCase(Locale.ROOT))) {
        return known;
      }
    }
    return HOME;
  }

  /** Days that a node which has just joined stays, on average. */
  public double lifetimeDays() {
    return lifetimeDays;
  }

  double settlingHours() {
    return settlingHours;
  }

  double levelMean() {
    return levelMean;
  }

  double levelSpread() {
    return levelSpread;
  }

  /**
   * How likely it is on.
   *
   * @param hour of its local week, 0 to 167, from Monday 00:00
   */
  public double prior(int hour) {
    int day = hour / 24;
    int of = hour % 24;
    boolean weekday = day < 5;
    return switch (this) {
      case SERVER -> 0.95;
      case OFFICE -> weekday && of >= 8 && of < 19 ? 0.93 : 0.75;
      case LAB -> lab(day, of);
      case SHOP -> day == 6 ? 0.15 : of >= 9 && of < 20 ? 0.93 : 0.25;
      case HOME -> weekday ? of >= 18 ? 0.62 : of >= 8 ? 0.30 : 0.16 : of >= 11 ? 0.58 : 0.16;
      case PHONE -> of >= 23 || of < 7 ? 0.60 : 0.12;
    };
  }

  private static double lab(int day, int of) {
    if (day < 5 && of >= 9) {
      return of < 21 ? 0.78 : 0.50;
    }
    return day == 5 && of >= 9 && of < 20 ? 0.45 : 0.25;
  }
}
