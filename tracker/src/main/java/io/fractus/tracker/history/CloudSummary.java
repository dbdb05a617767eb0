// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;
import java.util.List;

/**
 * The cloud at a glance.
 *
 * @param at when this was
 * @param nodes how many are registered
 * @param here how many of them are here
 * @param space of all nodes together
 * @param bySite the same by site, most free space first
 * @param byRegion by region
 * @param byClass by class
 * @param bits placed and not released
 * @param copiesComplete copies that stand
 * @param copiesSuspect copies that are being verified
 * @param copiesWanting copies that bits should have beyond these
 * @param traffic of the last ten minutes by ten seconds, oldest first, the last one not over yet
 */
public record CloudSummary(
    Instant at,
    int nodes,
    int here,
    Space space,
    List<Group> bySite,
    List<Group> byRegion,
    List<Group> byClass,
    long bits,
    long copiesComplete,
    long copiesSuspect,
    long copiesWanting,
    List<Traffic> traffic) {
  public CloudSummary {
    bySite = List.copyOf(bySite);
    byRegion = List.copyOf(byRegion);
    byClass = List.copyOf(byClass);
    traffic = List.copyOf(traffic);
  }

  /**
   * Space of some nodes.
   *
   * @param shareBytes offered
   * @param usedBytes taken by assigned copies
   * @param freeBytes left
   * @param freeHereBytes left on nodes that are here: what can be placed now
   */
  public record Space(long shareBytes, long usedBytes, long freeBytes, long freeHereBytes) {}

  /**
   * Nodes that have something in common.
   *
   * @param name of their site, region or class
   * @param nodes how many
   * @param here how many of them are here
   * @param space of them together
   */
  public record Group(String name, int nodes, int here, Space space) {}

  /**
   * Bytes measured in ten seconds, by gateways' reports and probes.
   *
   * @param start of the ten seconds
   * @param upBytes sent by nodes
   * @param downBytes fetched by nodes
   */
  public record Traffic(Instant start, long upBytes, long downBytes) {}
}
