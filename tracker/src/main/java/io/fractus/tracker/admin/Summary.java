// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.assignment.Weaknesses;
import java.time.Instant;
import java.util.List;

/**
 * {@code GET /api/v1/cloud/summary}: the cloud at a glance.
 *
 * @param cloudId which cloud
 * @param version of the tracker
 * @param at when this was
 * @param nodes how many are in which state
 * @param space what is offered, by what it is good for
 * @param bits how far the copies are
 * @param placements how many stripes were placed since the tracker started, and are weak
 * @param announces answered since the tracker started
 * @param traffic of the last ten minutes by ten seconds, oldest first, the last one not over yet
 */
record Summary(
    String cloudId,
    String version,
    Instant at,
    Nodes nodes,
    Space space,
    Bits bits,
    Weaknesses.Placed placements,
    long announces,
    List<Traffic> traffic) {

  /** Nodes by state; {@code registered} is all but the revoked ones. */
  record Nodes(int registered, int online, int absent, int draining, int revoked) {}

  /**
   * Space in the order in which it is good for copies. All parts together are the share.
   *
   * @param shareBytes offered by nodes that were not revoked
   * @param usedBytes taken by assigned copies
   * @param freeReliableBytes free on nodes that are here and nearly always were
   * @param freeOnlineBytes free on other nodes that are here
   * @param freeAbsentBytes free on nodes that are not here
   * @param freeDrainingBytes free on nodes that get no new copies
   */
  record Space(
      long shareBytes,
      long usedBytes,
      long freeReliableBytes,
      long freeOnlineBytes,
      long freeAbsentBytes,
      long freeDrainingBytes) {}

  /**
   * Bits and their copies.
   *
   * @param bits placed and not released
   * @param copiesWanted copies that these shall have
   * @param copiesComplete copies that stand
   * @param copiesOnTheirWay copies that are assigned and not there yet
   * @param copiesSuspect copies that are being verified
   * @param bitsWanting bits with fewer complete copies than they shall have
   * @param bitsWithoutCopy bits with none
   */
  record Bits(
      long bits,
      long copiesWanted,
      long copiesComplete,
      long copiesOnTheirWay,
      long copiesSuspect,
      long bitsWanting,
      long bitsWithoutCopy) {}

  /** Bytes measured in ten seconds by others than the node. */
  record Traffic(Instant start, long upBytes, long downBytes) {}
}
