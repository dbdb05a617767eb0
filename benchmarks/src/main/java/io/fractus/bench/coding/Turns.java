// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several ways to do the same work, turn by turn on one thread, by the CPU time of that thread: to
 * be preempted costs nothing, and a slow minute of the machine is shared by all. Not thread-safe.
 */
final class Turns {
  /** CPU time of a warm-up in which the JVM has to compile something new. */
  static final long NEW_CODE_NANOS = 600_000_000;

  /** CPU time of a warm-up in which most is compiled already, but not for this use. */
  static final long NEW_USE_NANOS = 250_000_000;

  /** CPU time of a warm-up of code that is compiled already: buffers and counts. */
  static final long KNOWN_CODE_NANOS = 60_000_000;

  /** An odd number, so that the median is one of the samples. */
  static final int ROUNDS = 9;

  /** CPU time of one sample: many passes, and many thousand ticks of the thread's clock. */
  static final long SAMPLE_NANOS = 6_000_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Contender> contenders = new ArrayList<>();

  /**
   * Adds one way.
   *
   * @param bytes of data that one pass works on
   * @param warmUpNanos CPU time to run before the first sample
   */
  Turns add(String name, long bytes, long warmUpNanos, Runnable pass) {
    contenders.add(new Contender(name, bytes, warmUpNanos, pass));
    return this;
  }

  /** The median rate of each way, in GB/s, by its name. */
  Map<String, Double> rates() {
    long[] passes = contenders.stream().mapToLong(Turns::warmUp).toArray();
    double[][] samples = new double[contenders.size()][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < samples.length; i++) {
        samples[i][round] = rate(contenders.get(i), passes[i]);
      }
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    for (int i = 0; i < samples.length; i++) {
      Arrays.sort(samples[i]);
      rates.put(contenders.get(i).name, samples[i][ROUNDS / 2]);
    }
    return rates;
  }

  /** CPU nanoseconds of this thread so far. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Runs a pass for some time; returns how many make a sample by the speed of the last third. */
  private static long warmUp(Contender contender) {
    long start = cpuNanos();
    run(contender, start + contender.warmUpNanos * 2 / 3);
    long middle = cpuNanos();
    long passes = run(contender, start + contender.warmUpNanos);
    return Math.max(1, passes * SAMPLE_NANOS / Math.max(1, cpuNanos() - middle));
  }

  private static long run(Contender contender, long untilNanos) {
    long passes = 0;
    do {
      contender.pass.run();
      passes++;
    } while (cpuNanos() < untilNanos);
    return passes;
  }

  private static double rate(Contender contender, long passes) {
    long start = cpuNanos();
    for (long pass = 0; pass < passes; pass++) {
      contender.pass.run();
    }
    return (double) contender.bytes * passes / (cpuNanos() - start);
  }

  private record Contender(String name, long bytes, long warmUpNanos, Runnable pass) {}
}
