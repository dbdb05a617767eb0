// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast nodes have been lately, as this gateway saw it: how long a read of so many bytes will
 * take, and after how long it is late. Thread-safe.
 */
public final class Speeds {
  /*
   * Two things are learned apart. What is typical of all nodes together, by the size of a read and
   * by whether its connection was open: a mean of logarithms for each doubling of the size. And for
   * each node how many times as long it takes as is typical, which is one number for all sizes, and
   * how its times scatter around that. So a node that was met with small reads is known for large
   * ones as well, and when the gateway's own line is slow, that is typical and nobody's fault.
   *
   * A factor is followed quickly, within about four reads, and at once if the node was overtaken.
   * Without reads it is forgotten: after ten minutes a node that took a hundred times as long is
   * thought to take ten times as long, after half an hour it is asked like any other.
   */

  private static final int SIZES = 12;
  private static final int SMALLEST = 14;
  private static final double FORGET = Math.log(2) / ReadLimits.SPEED_HALF_LIFE.toNanos();

  private final InstantSource steady;
  private final Map<String, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);
  private final Typical fresh = new Typical();
  private final Typical open = new Typical();
  private final Spread all = new Spread(ReadLimits.SPREAD_OF_ALL);

  /** Knows nobody yet. */
  public Speeds(InstantSource steady) {
    this.steady = steady;
  }

  /** Logarithms of times by size. */
  private static final class Typical {
    private final double[] means = new double[SIZES];
    private final int[] counts = new int[SIZES];

    void add(int size, double log) {
      counts[size] = Math.min(counts[size] + 1, ReadLimits.TYPICAL_OF);
      means[size] += (log - means[size]) / counts[size];
    }

    /** What is known of the nearest size, as if time went by bytes; NaN if nothing is known. */
    double at(int size) {
      for (int away = 0; away < SIZES; away++) {
        if (size - away >= 0 && counts[size - away] > 0) {
          return means[size - away] + away * Math.log(2);
        }
        if (size + away < SIZES && counts[size + away] > 0) {
          return means[size + away] - away * Math.log(2);
        }
      }
      return Double.NaN;
    }
  }

  /** One node: the logarithm of its factor, when that was seen, and its scatter. */
  private static final class Node {
    private final Spread spread = new Spread(ReadLimits.SPREAD_OF_NODE);
    private double factor;
    private long seen;

    double factorAt(long now) {
      return factor * Math.exp(-FORGET * Math.max(0, now - seen));
    }
  }

  /**
   * A read is done.
   *
   * @param isFresh whether the connection was made for it
   */
  synchronized void took(String nodeId, int bytes, boolean isFresh, long nanos) {
    double log = Math.log((double) Math.max(1, nanos));
    Typical typical = isFresh ? fresh : open;
    double expected = typical.at(size(bytes));
    if (!Double.isNaN(expected)) {
      long now = now();
      Node node = node(nodeId);
      double factor = node.factorAt(now);
      double residual = Math.exp(log - expected - factor);
      node.spread.add(residual);
      all.add(residual);
      node.factor = factor + ReadLimits.FACTOR_NEWEST * (log - expected - factor);
      node.seen = now;
    }
    typical.add(size(bytes), log);
  }

  /**
   * A read was overtaken, and would have taken so long at the pace that it had; or a look at a node
   * has shown how long it takes now. It replaces what was known of the node.
   */
  synchronized void judge(String nodeId, int bytes, boolean isFresh, long nanos) {
    double expected = (isFresh ? fresh : open).at(size(bytes));
    if (!Double.isNaN(expected)) {
      Node node = node(nodeId);
      node.factor = Math.log((double) Math.max(1, nanos)) - expected;
      node.seen = now();
    }
  }

  /** How long a read will take, in nanoseconds; 0 as long as nothing is known of any. */
  synchronized long expected(String nodeId, int bytes, boolean isFresh) {
    double typical = typical(bytes, isFresh);
    return Double.isNaN(typical) ? 0 : (long) Math.exp(typical + factor(nodeId));
  }

  /** After how many nanoseconds a read is later than nineteen of twenty from its node. */
  synchronized long late(String nodeId, int bytes, boolean isFresh) {
    double typical = typical(bytes, isFresh);
    if (Double.isNaN(typical)) {
      return ReadLimits.LATE_UNKNOWN.toNanos();
    }
    Node node = nodes.get(nodeId);
    double spread =
        node != null && node.spread.isKnown()
            ? node.spread.quantile(ReadLimits.LATE_SHARE)
            : spreadOfAll();
    return late(Math.exp(typical + factor(nodeId)) * spread);
  }

  /**
   * After how many nanoseconds a read is later than nineteen of twenty, whomever they are from. A
   * node that is thought to be slow is not waited for longer for that.
   */
  synchronized long due(int bytes, boolean isFresh) {
    double typical = typical(bytes, isFresh);
    return Double.isNaN(typical)
        ? ReadLimits.LATE_UNKNOWN.toNanos()
        : late(Math.exp(typical) * spreadOfAll());
  }

  private double spreadOfAll() {
    return all.isKnown() ? all.quantile(ReadLimits.LATE_SHARE) : ReadLimits.SPREAD_UNKNOWN;
  }

  private static long late(double nanos) {
    return Math.clamp((long) nanos, ReadLimits.LATE_MIN.toNanos(), ReadLimits.LATE_MAX.toNanos());
  }

  /** Whether a node takes much longer than is typical. */
  synchronized boolean isSlow(String nodeId) {
    return factor(nodeId) > Math.log(ReadLimits.SLOW_FACTOR);
  }

  /**
   * How long ago a node was measured, in nanoseconds; the longest time there is if it never was.
   */
  synchronized long age(String nodeId) {
    Node node = nodes.get(nodeId);
    return node == null ? Long.MAX_VALUE : now() - node.seen;
  }

  private double factor(String nodeId) {
    Node node = nodes.get(nodeId);
    return node == null ? 0 : node.factorAt(now());
  }

  private double typical(int bytes, boolean isFresh) {
    double first = (isFresh ? fresh : open).at(size(bytes));
    return Double.isNaN(first) ? (isFresh ? open : fresh).at(size(bytes)) : first;
  }

  private Node node(String nodeId) {
    @Nullable Node known = nodes.get(nodeId);
    if (known != null) {
      return known;
    }
    Node node = new Node();
    node.seen = now();
    nodes.put(nodeId, node);
    if (nodes.size() > ReadLimits.SPEEDS_MAX) {
      nodes.remove(nodes.keySet().iterator().next());
    }
    return node;
  }

  private static int size(int bytes) {
    return Math.clamp(
        Integer.SIZE - Integer.numberOfLeadingZeros(bytes) - 1 - SMALLEST, 0, SIZES - 1);
  }

  private long now() {
    return Ticks.of(steady);
  }
}
