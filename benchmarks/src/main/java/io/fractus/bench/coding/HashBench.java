// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.BenchResult;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import io.fractus.torrents.hash.LaneDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** Hashes of sixteen cells: in lanes, beside the JDK one after the other. */
public final class HashBench {
  private static final int MESSAGES = 16;

  /** What one pass hashes. */
  static final long BYTES = (long) MESSAGES * Shape.CELL;

  private static final String JDK = "the JDK's";
  private static final double SHA_1_RATIO = 2.5;
  private static final double SHA_256_RATIO = 1.8;

  private final boolean asking;
  private final Consumer<BenchResult> results;

  /**
   * A run.
   *
   * @param asking whether this machine is one that targets are meant for
   * @param results takes each number as soon as it is there
   */
  public HashBench(boolean asking, Consumer<BenchResult> results) {
    this.asking = asking;
    this.results = results;
  }

  /** Runs all cases on this thread; leaves the choice of kernels as it was. */
  public void run() {
    measure(HashAlgorithm.SHA_1, SHA_1_RATIO);
    measure(HashAlgorithm.SHA_256, SHA_256_RATIO);
  }

  private void measure(HashAlgorithm algorithm, double least) {
    Runnable jdk = pass(algorithm, HashKernels.Choice.JDK);
    Runnable lanes;
    try {
      lanes = pass(algorithm, HashKernels.Choice.LANES);
    } catch (IllegalStateException _) {
      return; // No such registers: there is nothing beside the JDK.
    }
    String name = algorithm.jdkName() + " of 16 cells, in lanes";
    Map<String, Double> rates =
        new Turns()
            .add(name, BYTES, 2 * Turns.NEW_CODE_NANOS, lanes)
            .add(JDK, BYTES, Turns.NEW_USE_NANOS, jdk)
            .rates();
    BenchResult result =
        BenchResult.recorded(
            "coding",
            name,
            Objects.requireNonNull(rates.get(name)),
            "GB/s",
            JDK,
            Objects.requireNonNull(rates.get(JDK)));
    results.accept(
        asking ? result.withTarget(">= " + least + "x", result.ratio() >= least) : result);
  }

  /** Hashes sixteen cells by one kernel. */
  static Runnable pass(HashAlgorithm algorithm, HashKernels.Choice choice) {
    HashKernels.Choice before = HashKernels.current(algorithm);
    HashKernels.force(algorithm, choice);
    LaneDigest digest = new LaneDigest(algorithm);
    HashKernels.force(algorithm, before);
    byte[][] cells = new byte[MESSAGES][Shape.CELL + 320];
    Random random = new Random(1);
    for (byte[] cell : cells) {
      random.nextBytes(cell);
    }
    int[] offsets = new int[MESSAGES];
    byte[] hashes = new byte[MESSAGES * algorithm.bytes()];
    return () -> digest.digest(cells, offsets, Shape.CELL, MESSAGES, hashes, 0);
  }
}
