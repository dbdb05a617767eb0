// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.NodeClass;
import java.time.Duration;

/**
 * A copy as repair sees it.
 *
 * @param node where it is
 * @param site where that is
 * @param health what it is worth
 * @param kind what kind of node that is
 * @param ageDays how long that node has been a member
 * @param away for how long that node has not been here
 * @param isCrowded whether that node has no space for copies that are not wanted
 */
public record CopyFacts(
    long node,
    String site,
    Health health,
    NodeClass kind,
    double ageDays,
    Duration away,
    boolean isCrowded) {
  /** Of a node that has space. */
  public CopyFacts(
      long node, String site, Health health, NodeClass kind, double ageDays, Duration away) {
    this(node, site, health, kind, ageDays, away, false);
  }
}
