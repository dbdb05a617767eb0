// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.plan.MissTail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A stripe, the copies that the tracker has on record, and what became of it. */
final class SimulatedStripe {
  private final int number;
  private final int dataBits;
  private final int copies;
  private final long footprint;

  /** Of each bit the nodes that are said to have it. */
  final List<List<SimulatedNode>> holders = new ArrayList<>();

  private int hours;
  private int unreadable;

  /**
   * @param number it is the so many-th, from 0
   * @param bits data and parity
   * @param copies how many nodes shall hold each bit
   * @param footprint bytes of each bit
   */
  SimulatedStripe(int number, int dataBits, int bits, int copies, long footprint) {
    this.number = number;
    this.dataBits = dataBits;
    this.copies = copies;
    this.footprint = footprint;
    for (int bit = 0; bit < bits; bit++) {
      holders.add(new ArrayList<>());
    }
  }

  int number() {
    return number;
  }

  int dataBits() {
    return dataBits;
  }

  int copies() {
    return copies;
  }

  long footprint() {
    return footprint;
  }

  private boolean has(Predicate<SimulatedNode> condition) {
    int bits = 0;
    for (List<SimulatedNode> nodes : holders) {
      bits += nodes.stream().anyMatch(condition) ? 1 : 0;
    }
    return bits >= dataBits;
  }

  boolean isReadable(int hour) {
    return has(node -> node.isHere(hour));
  }

  /** Whether its bytes are gone for good, whoever comes back. */
  boolean isLost(int hour) {
    return !has(node -> !node.isGone(hour));
  }

  /** Looks whether it can be read in this hour. */
  void look(int hour) {
    hours++;
    unreadable += isReadable(hour) ? 0 : 1;
  }

  /** Hours in which it was looked at. */
  int hours() {
    return hours;
  }

  /** Hours of these in which it could not be read. */
  int unreadable() {
    return unreadable;
  }

  /** The mean chance that it cannot be read, if nodes are as likely here as is said. */
  double unavailable(Function<SimulatedNode, WeekAvailability> likely) {
    List<List<WeekAvailability>> weeks =
        holders.stream().map(nodes -> nodes.stream().map(likely).toList()).toList();
    double sum = 0;
    double[] misses = new double[weeks.size()];
    for (int hour = 0; hour < SimulatedCloud.WEEK; hour++) {
      for (int bit = 0; bit < misses.length; bit++) {
        misses[bit] = 1;
        for (WeekAvailability week : weeks.get(bit)) {
          misses[bit] *= 1 - week.at(hour);
        }
      }
      sum += MissTail.over(misses.length - dataBits, misses);
    }
    return sum / SimulatedCloud.WEEK;
  }
}
