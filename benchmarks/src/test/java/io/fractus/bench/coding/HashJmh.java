// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sixteen cells of 64 KiB: the microseconds of their hashes by each kernel. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashJmh {
  /** The hash. */
  @Param({"SHA_1", "SHA_256"})
  public String algorithm = "";

  /** How it is computed. */
  @Param({"JDK", "LANES"})
  public String kernel = "";

  private Runnable pass =
      () -> {
        throw new IllegalStateException("JMH sets a state up before it is used");
      };

  /** Makes the cells. */
  @Setup
  public void setUp() {
    pass = HashBench.pass(HashAlgorithm.valueOf(algorithm), HashKernels.Choice.valueOf(kernel));
  }

  @Benchmark
  public void sixteenCells() {
    pass.run();
  }
}
