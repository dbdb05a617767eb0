// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What gateways see of the usual node, compared with what probes see: a gateway with a slow line
 * finds all nodes slow, and one whose net is down reaches none. Each node has one vote, so a few
 * that pretend do not move it. Pure; immutable.
 *
 * @param readersPerProbes what gateways get of the usual node, as a part of what probes get
 * @param answersReaders how often the usual node answers gateways
 * @param nodes how many nodes this rests on
 */
public record Crowd(double readersPerProbes, double answersReaders, int nodes) {
  /** Of fewer nodes it cannot be said what is usual. */
  static final int NODES_MIN = 5;

  /** Nobody was seen by both. */
  public static final Crowd UNKNOWN = new Crowd(1, 1, 0);

  /** Nodes, looked at one after the other. Not thread-safe. */
  public static final class Census {
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();

    /** Counts a node, if both viewers have seen enough of it. */
    public void add(Reputation node) {
      Pace probes = node.pace(Viewer.PROBE);
      Pace readers = node.pace(Viewer.READER);
      if (Math.min(probes.weight(), readers.weight()) >= Rules.MEASURED_MIN) {
        ratios.add((double) readers.mean() - probes.mean());
      }
      double answered = node.answered(Viewer.READER);
      double asked = answered + node.silent(Viewer.READER);
      if (asked >= Rules.MEASURED_MIN) {
        shares.add(answered / asked);
      }
    }

    public Crowd crowd() {
      int nodes = Math.min(ratios.size(), shares.size());
      return nodes < NODES_MIN
          ? UNKNOWN
          : new Crowd(Math.exp(median(ratios)), median(shares), nodes);
    }

    private static double median(List<Double> values) {
      Collections.sort(values);
      return values.get(values.size() / 2);
    }
  }
}
