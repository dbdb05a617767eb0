// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import java.util.List;

/**
 * What a stripe can bear, by its complete copies. Availability of a node is the bound that at least
 * nine of ten of its hours are better than; hours of the week are counted from Monday 00:00 UTC.
 *
 * @param bits of the stripe
 * @param needed how many of them must be reachable to read it
 * @param reachable bits with a complete copy on a node that is here now
 * @param unavailableSoon the chance that it cannot be read in an hour, if who is away stays away
 * @param unavailableMean the chance that it cannot be read, over all hours of the week
 * @param worstHour the hour in which that is most, 0 to 167
 * @param unavailableWorstHour the chance then
 * @param worstSite the site whose absence in that hour costs most; empty if there are no copies
 * @param unavailableAfterSite the chance then, without that site
 * @param survivesSite whether it can be read without any one site when all others are there
 * @param durability nines a year that it is not lost; below 0 if that is expected within a year
 * @param nodes the fewest nodes with which it is lost
 * @param nodesHere the fewest of the nodes here now without which it cannot be read now
 * @param sites the fewest sites with which it is lost
 * @param siteLosses what each site carries; empty unless copies were asked for
 * @param copies each of them, bit by bit in the order in which they were placed; empty unless asked
 *     for
 */
public record StripeOutlook(
    int bits,
    int needed,
    int reachable,
    double unavailableSoon,
    double unavailableMean,
    int worstHour,
    double unavailableWorstHour,
    String worstSite,
    double unavailableAfterSite,
    boolean survivesSite,
    double durability,
    Fewest nodes,
    Fewest nodesHere,
    Fewest sites,
    List<SiteLoss> siteLosses,
    List<CopyOutlook> copies) {
  public StripeOutlook {
    siteLosses = List.copyOf(siteLosses);
    copies = List.copyOf(copies);
  }

  /**
   * The fewest whose loss makes a stripe unreadable; any {@code atLeast - 1} may be lost.
   *
   * @param atLeast proven; 0 if it cannot be read as it is
   * @param isExact whether so many do suffice
   * @param some a set that suffices, as small as was found: names of nodes or sites; empty unless
   *     copies were asked for
   */
  public record Fewest(int atLeast, boolean isExact, List<String> some) {
    public Fewest {
      some = List.copyOf(some);
    }

    /** How many may be lost, whichever they are; -1 if it is unreadable as it is. */
    public int any() {
      return atLeast - 1;
    }
  }

  /**
   * What the stripe has without a site.
   *
   * @param site its name
   * @param copies complete ones that are there
   * @param survives whether it can be read without it when all others are there
   * @param unavailableWorstHour as of the stripe, without the site
   */
  public record SiteLoss(String site, int copies, boolean survives, double unavailableWorstHour) {}
}
