// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;

/**
 * What an object can bear, by its stripes. It cannot be read if one of these cannot, and they share
 * nodes in ways that nobody multiplies out; so chances are given between those of its worst stripe
 * and those of all stripes together, which no object exceeds.
 *
 * @param at when this was so
 * @param leavesOut what the chances do not know of, for people
 * @param stripes it has
 * @param examined how many of them were looked at, evenly spread over it; if fewer than all, what
 *     is said of all is an estimate from these
 * @param unreadable how many of the examined cannot be read now
 * @param spare bits that the worst of them has now beyond those needed; below 0 if it is unreadable
 * @param unavailableSoon in an hour, if who is away stays away
 * @param unavailableWorstHour in the worst hour of the week
 * @param unavailableAfterSite in that hour, without the site that it can spare least
 * @param durabilityAtLeast nines a year that none of its stripes is lost
 * @param durabilityAtMost those of its worst stripe
 * @param anyNodes so many nodes may be lost for good, whichever they are; -1 if it is unreadable
 * @param anyNodesHere so many of the nodes here now may go, whichever they are
 * @param anySites so many sites may be lost for good, whichever they are
 * @param survivesSite whether every stripe can be read without any one site
 * @param worstStripe the number of the stripe that fares worst
 */
public record ObjectOutlook(
    Instant at,
    String leavesOut,
    long stripes,
    int examined,
    int unreadable,
    int spare,
    Bounds unavailableSoon,
    Bounds unavailableWorstHour,
    Bounds unavailableAfterSite,
    double durabilityAtLeast,
    double durabilityAtMost,
    int anyNodes,
    int anyNodesHere,
    int anySites,
    boolean survivesSite,
    long worstStripe) {
  /** A chance between those of the worst stripe and of all stripes together. */
  public record Bounds(double atLeast, double atMost) {}
}
