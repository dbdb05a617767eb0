// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What one thread does alone, and what two do at the same time, turn by turn, each by its own CPU
 * time: what they take from each other is caches and memory, not time on a core.
 *
 * @param one rate of a thread alone, in GB/s
 * @param two the sum of the rates of both
 */
record TwoThreads(double one, double two) {
  private static final long WARM_UP_NANOS = 200_000_000;
  private static final long SAMPLE_NANOS = 30_000_000;
  private static final int SECONDS_MAX = 60;

  /**
   * Measures some work.
   *
   * @param bytes of data that one pass works on
   * @param work makes the pass of one thread, with memory of its own
   */
  static TwoThreads measure(long bytes, Supplier<Runnable> work) {
    double[] one = new double[Turns.ROUNDS];
    double[] two = new double[Turns.ROUNDS];
    Runnable first = work.get();
    Runnable second = work.get();
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      run(bytes, first, WARM_UP_NANOS);
      for (int round = 0; round < Turns.ROUNDS; round++) {
        one[round] = get(threads.submit(() -> run(bytes, first, SAMPLE_NANOS)));
        List<Future<Double>> both =
            List.of(
                threads.submit(() -> together(start, bytes, first)),
                threads.submit(() -> together(start, bytes, second)));
        two[round] = get(both.getFirst()) + get(both.getLast());
      }
    }
    return new TwoThreads(median(one), median(two));
  }

  private static double together(CyclicBarrier start, long bytes, Runnable pass) throws Exception {
    start.await(SECONDS_MAX, TimeUnit.SECONDS);
    return run(bytes, pass, SAMPLE_NANOS);
  }

  private static double run(long bytes, Runnable pass, long nanos) {
    long start = Turns.cpuNanos();
    long passes = 0;
    long used;
    do {
      pass.run();
      passes++;
      used = Turns.cpuNanos() - start;
    } while (used < nanos);
    return (double) bytes * passes / used;
  }

  private static double get(Future<Double> rate) {
    try {
      return rate.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of the benchmark failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the benchmark was interrupted", e);
    }
  }

  private static double median(double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
